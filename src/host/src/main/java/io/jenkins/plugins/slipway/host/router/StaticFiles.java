package io.jenkins.plugins.slipway.host.router;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of one application of a release.
 *
 * @param release the unpacked release
 * @param mounts real directory by path in the release: the release's own files there are covered
 * @param locations sorted, longest prefix first
 * @param version tells the files of one artifact from those of another, for browsers' caches
 */
public record StaticFiles(Path release, Map<String, Path> mounts, List<Location> locations, String version) {

    /** Ends of names of what is run rather than given out. */
    private static final Pattern SCRIPT = Pattern.compile("\\.(php[0-9]?|phtml|phar)$", Pattern.CASE_INSENSITIVE);

    /** What a path leads to. */
    sealed interface Found {
        /**
         * @param tag names the content
         * @param size in bytes
         */
        record File(Path path, Location.Policy policy, String tag, long size, Instant modified) implements Found {}

        record Forbidden() implements Found {}

        record Missing() implements Found {}

        /** A folder whose address lacks the slash at its end. */
        record Moved(String path) implements Found {}

        /**
         * The application's.
         *
         * @param uri another than was asked for, or null
         * @param mostBytes longest body that it takes
         */
        record Pass(@Nullable String uri, long mostBytes) implements Found {}
    }

    /**
     * Looks for a file. Reads the disk.
     *
     * @param asked decoded path of a URL
     * @param reads whether the request wants to read; others go to the application
     */
    Found find(String asked, boolean reads) {
        String path = Paths.plain(asked);
        Location location = locations.stream()
                .filter(one -> (path + "/").startsWith(one.prefix()))
                .findFirst()
                .orElse(null);
        if (location == null) {
            return new Found.Pass(null, Long.MAX_VALUE);
        }
        Location.Fallback fallback = location.fallback(path);
        Found found = reads ? find(location, path) : new Found.Missing();
        if (!(found instanceof Found.Missing)) {
            return found;
        }
        if (fallback instanceof Location.Fallback.Application) {
            return new Found.Pass(null, location.mostBytes());
        }
        if (fallback instanceof Location.Fallback.At at) {
            Found other = reads ? find(location, at.uri()) : found;
            return other instanceof Found.File ? other : new Found.Pass(at.uri(), location.mostBytes());
        }
        return found;
    }

    /**
     * Whether the same path will lead to the same as long as the release is there: neither it nor what answers in its place lies in a
     * mount.
     */
    boolean stays(String asked, Found found) {
        if (mounts.isEmpty()) {
            return true;
        }
        if (found instanceof Found.File file) {
            try {
                return file.path().startsWith(release.toRealPath());
            } catch (IOException e) {
                return false;
            }
        }
        String path = Paths.plain(asked);
        return locations.stream()
                .filter(one -> (path + "/").startsWith(one.prefix()))
                .findFirst()
                .map(location -> location.root() == null || !covered(location, path))
                .orElse(true);
    }

    /** Whether a path, or one that may answer in its place, can lie in a mount. */
    private boolean covered(Location location, String asked) {
        Path folder = Objects.requireNonNull(location.root());
        String below = asked.length() <= location.prefix().length()
                ? ""
                : asked.substring(location.prefix().length());
        try {
            Path relative = folder.resolve(below.replaceFirst("^/+", "")).normalize();
            boolean mount = underMount(relative);
            Path there = release.resolve(relative.toString());
            while (!mount && !there.equals(release) && !there.toFile().exists()) {
                // A link that leads nowhere now may lead to a file of a mount later.
                mount = Files.isSymbolicLink(there);
                there = Objects.requireNonNull(there.getParent());
            }
            Path root = release.toRealPath();
            Path real = there.toRealPath();
            return mount || !real.startsWith(root) || underMount(root.relativize(real));
        } catch (IOException | InvalidPathException e) {
            return true;
        }
    }

    private boolean underMount(Path relative) {
        return mounts.keySet().stream().anyMatch(path -> path.isEmpty() || relative.startsWith(path));
    }

    private Found find(Location location, String path) {
        if (location.root() == null) {
            return new Found.Missing();
        }
        String below = path.length() <= location.prefix().length()
                ? ""
                : path.substring(location.prefix().length());
        Path real = resolve(location.root(), below).orElse(null);
        Path file = real == null ? null : file(real, location.index()).orElse(null);
        if (real == null || file == null) {
            return new Found.Missing();
        }
        Location.Policy policy = location.policy(path);
        if (location.scripts() && SCRIPT.matcher(file.getFileName().toString()).find()) {
            return new Found.Pass(null, location.mostBytes());
        }
        if (!policy.allow()) {
            return new Found.Forbidden();
        }
        return !file.equals(real) && !path.endsWith("/") ? new Found.Moved(encoded(path) + "/") : tagged(file, policy);
    }

    private static String encoded(String path) {
        try {
            // Two slashes at the beginning would name a host.
            return new URI(null, null, path.replaceFirst("^/+", "/"), null).toASCIIString();
        } catch (URISyntaxException e) {
            return "/";
        }
    }

    private Found tagged(Path file, Location.Policy policy) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Instant modified = attributes.lastModifiedTime().toInstant();
            String tag = "\"" + version + "-" + Long.toHexString(attributes.size()) + "-"
                    + Long.toHexString(modified.toEpochMilli()) + "\"";
            return new Found.File(file, policy, tag, attributes.size(), modified);
        } catch (IOException e) {
            return new Found.Missing();
        }
    }

    private Optional<Path> file(Path real, List<String> index) {
        if (Files.isRegularFile(real)) {
            return Optional.of(real);
        }
        for (String name : index) {
            try {
                Path file = real.resolve(name).toRealPath();
                if (Files.isRegularFile(file) && within(file)) {
                    return Optional.of(file);
                }
            } catch (IOException | InvalidPathException e) {
                // The next one may be there.
                continue;
            }
        }
        return Optional.empty();
    }

    /** Never leads out of the release and its mounts, whatever the path and the links in it say; hidden files stay hidden. */
    private Optional<Path> resolve(Path root, String below) {
        try {
            Path relative = root.resolve(below.replaceFirst("^/+", "")).normalize();
            if (!root.toString().isEmpty() && !relative.startsWith(root)) {
                return Optional.empty();
            }
            for (Path name : relative) {
                String text = name.toString();
                if (text.startsWith(".") && !text.equals(".well-known") && !text.equals(".")) {
                    return Optional.empty();
                }
            }
            Path seen = new AppLinks(release, mounts).follow(relative).orElse(null);
            if (seen == null) {
                return Optional.empty();
            }
            if (!seen.toFile().exists()) {
                // Asked first, as an exception for each request to the application costs more.
                return Optional.empty();
            }
            Path real = seen.toRealPath();
            return within(real) ? Optional.of(real) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private boolean within(Path real) throws IOException {
        if (real.startsWith(release.toRealPath())) {
            return true;
        }
        for (Path mount : mounts.values()) {
            if (Files.exists(mount) && real.startsWith(mount.toRealPath())) {
                return true;
            }
        }
        return false;
    }
}
