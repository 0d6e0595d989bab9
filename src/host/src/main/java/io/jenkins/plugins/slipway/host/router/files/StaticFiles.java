package io.jenkins.plugins.slipway.host.router.files;

import io.jenkins.plugins.slipway.engine.config.expression.SearchBudget;
import io.jenkins.plugins.slipway.engine.config.expression.UrlPath;
import java.io.IOException;
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

    /** The name by which makers of sites know the page for what is not there. */
    private static final String NOT_FOUND = "/404.html";

    /** What a path leads to. */
    public sealed interface Found {
        /**
         * @param tag names the content
         * @param size in bytes
         * @param instead whether it only says that there is nothing at the address that was asked for
         */
        record File(Path path, Location.Policy policy, String tag, long size, Instant modified, boolean instead)
                implements Found {}

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
     * Looks for a file. Reads the disk if the request wants to read.
     *
     * @param path of a URL in its normal form, decoded
     * @param reads whether the request wants to read; others go to the application
     */
    public Found find(String path, boolean reads) {
        Location location = location(path);
        if (location == null) {
            return new Found.Pass(null, Long.MAX_VALUE);
        }
        Found found = reads ? find(location, path) : new Found.Missing();
        if (!(found instanceof Found.Missing)) {
            return found;
        }
        Location.Fallback fallback = location.fallback(path);
        if (fallback instanceof Location.Fallback.Application) {
            return new Found.Pass(null, location.mostBytes());
        }
        if (fallback instanceof Location.Fallback.At at) {
            return instead(location, at.uri(), reads);
        }
        return found;
    }

    /** Whether there may be a file at a path that is not given out: not to somebody who does not want to read either. */
    public boolean denies(String path) {
        Location location = location(path);
        return location != null && location.root() != null && location.denies();
    }

    /** What is at the address that answers in the place of another. */
    private Found instead(Location location, String uri, boolean reads) {
        int query = uri.indexOf('?');
        try {
            UrlPath path = UrlPath.configured(query < 0 ? uri : uri.substring(0, query));
            if (path.text().length() > SearchBudget.LONGEST_PATH
                    && !location.rules().isEmpty()) {
                return new Found.Missing();
            }
            Found other = reads ? find(location, path.text()) : new Found.Missing();
            if (other instanceof Found.File file && path.text().endsWith(NOT_FOUND)) {
                return new Found.File(file.path(), file.policy(), file.tag(), file.size(), file.modified(), true);
            }
            return other instanceof Found.File
                    ? other
                    : new Found.Pass(path.written() + (query < 0 ? "" : uri.substring(query)), location.mostBytes());
        } catch (UrlPath.MalformedException e) {
            // What a group found does not make a path there.
            return new Found.Missing();
        }
    }

    private @Nullable Location location(String path) {
        String folder = path.endsWith("/") ? path : path + "/";
        for (Location one : locations) {
            if (folder.startsWith(one.prefix())) {
                return one;
            }
        }
        return null;
    }

    /**
     * Whether the same path will lead to the same as long as the release is there: neither it nor what answers in its place lies in a
     * mount.
     */
    boolean stays(String path, Found found) {
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
        Location location = location(path);
        return location == null || location.root() == null || !covered(location, path);
    }

    /** Whether a path, or one that may answer in its place, can lie in a mount. */
    private boolean covered(Location location, String asked) {
        Path folder = Objects.requireNonNull(location.root());
        try {
            Path relative = folder.resolve(below(location, asked)).normalize();
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

    private static String below(Location location, String path) {
        return path.length() <= location.prefix().length()
                ? ""
                : path.substring(location.prefix().length());
    }

    private Found find(Location location, String path) {
        if (location.root() == null) {
            return new Found.Missing();
        }
        Path real = resolve(location.root(), below(location, path)).orElse(null);
        if (real == null) {
            return new Found.Missing();
        }
        boolean folder = path.endsWith("/");
        if (folder && Files.isRegularFile(real)) {
            // A file has nothing below it; one that is not given out is not for the application either.
            String itself = path.substring(0, path.length() - 1);
            return judge(location, itself, itself, real) instanceof Found.Forbidden
                    ? new Found.Forbidden()
                    : new Found.Missing();
        }
        Indexed file = file(real, location.index()).orElse(null);
        if (file == null) {
            return new Found.Missing();
        }
        String itself = file.name().isEmpty() ? path : (folder ? path : path + "/") + file.name();
        Found found = judge(location, path, itself, file.path());
        return found instanceof Found.File && !file.name().isEmpty() && !folder
                ? new Found.Moved(UrlPath.encoded(path) + "/")
                : found;
    }

    /**
     * Whether and how a file is given out. A rule that meets its own path comes first, then one that meets the path that was asked
     * for, which differs if the file stands for a folder.
     */
    private Found judge(Location location, String asked, String itself, Path file) {
        Location own = Objects.requireNonNullElse(location(itself), location);
        Location.Rule ofFile = own.rule(itself);
        Location.Rule ofFolder = asked.equals(itself) ? ofFile : location.rule(asked);
        Location.Rule rule = ofFile == null ? ofFolder : ofFile;
        boolean closed = rule != null && rule.closed() || ofFolder != null && ofFolder.closed();
        if (location.scripts() && SCRIPT.matcher(file.getFileName().toString()).find()) {
            return closed ? new Found.Forbidden() : new Found.Pass(null, location.mostBytes());
        }
        Location.Policy policy = rule == null ? own.policy() : rule.policy();
        return closed || !policy.allow() ? new Found.Forbidden() : tagged(file, policy);
    }

    private Found tagged(Path file, Location.Policy policy) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Instant modified = attributes.lastModifiedTime().toInstant();
            String tag = "\"" + version + "-" + Long.toHexString(attributes.size()) + "-"
                    + Long.toHexString(modified.toEpochMilli()) + "\"";
            return new Found.File(file, policy, tag, attributes.size(), modified, false);
        } catch (IOException e) {
            return new Found.Missing();
        }
    }

    /**
     * A file.
     *
     * @param name within the folder for which it stands; empty if it was asked for itself
     */
    private record Indexed(Path path, String name) {}

    private Optional<Indexed> file(Path real, List<String> index) {
        if (Files.isRegularFile(real)) {
            return Optional.of(new Indexed(real, ""));
        }
        for (String name : index) {
            try {
                Path file = real.resolve(name).toRealPath();
                if (Files.isRegularFile(file) && within(file)) {
                    return Optional.of(new Indexed(file, name));
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
            Path asked = Path.of(below);
            Path relative = root.resolve(asked).normalize();
            if (asked.isAbsolute() || !root.toString().isEmpty() && !relative.startsWith(root)) {
                return Optional.empty();
            }
            for (Path name : asked) {
                String text = name.toString();
                if (text.startsWith(".") && !text.equals(".well-known")) {
                    return Optional.empty();
                }
            }
            Path seen = new SymlinkResolver(release, mounts).follow(relative).orElse(null);
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
