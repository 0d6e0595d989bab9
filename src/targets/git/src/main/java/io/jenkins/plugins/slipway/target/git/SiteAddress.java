package io.jenkins.plugins.slipway.target.git;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The many ways to write the address of one repository. */
final class SiteAddress {
    private static final Pattern SCP = Pattern.compile("[^@/]+@([^:/]+):/?(.*)");
    private static final Set<Integer> USUAL_PORTS = Set.of(-1, 22, 80, 443);
    /** Where capital letters in names of repositories do not count. */
    private static final Set<String> CASELESS = Set.of("github.com", "gitlab.com", "bitbucket.org", "codeberg.org");

    private SiteAddress() {}

    /**
     * A text that two addresses share just when they lead to one repository: protocol, user and the ways to write a path do not
     * count.
     *
     * @throws IllegalArgumentException if it is no address
     */
    static String normalised(String repository) {
        if (repository.startsWith("/")) {
            return file(repository);
        }
        Matcher scp = SCP.matcher(repository);
        if (!repository.contains("://") && scp.matches()) {
            return remote(scp.group(1), -1, scp.group(2));
        }
        URI uri;
        try {
            uri = new URI(repository);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("‘" + repository + "’ is not an address: " + e.getReason(), e);
        }
        String path = uri.getPath() == null ? "" : uri.getPath();
        if ("file".equals(uri.getScheme())) {
            return file(path);
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("‘" + repository + "’ names no host");
        }
        return remote(uri.getHost(), uri.getPort(), path);
    }

    private static String file(String path) {
        return "file:" + plain(Path.of(path).normalize().toString());
    }

    private static String remote(String host, int port, String path) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        String there = plain(path.replaceAll("/+", "/").replaceFirst("^/", ""));
        return name + (USUAL_PORTS.contains(port) ? "" : ":" + port) + "/"
                + (CASELESS.contains(name) ? there.toLowerCase(Locale.ROOT) : there);
    }

    /** Git finds a repository with and without the ending. */
    private static String plain(String path) {
        return path.replaceFirst("/+$", "").replaceFirst("(/\\.git|\\.git)$", "");
    }
}
