package io.jenkins.plugins.slipway.host.router;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** What a path leads to. */
    sealed interface Found {
        /**
         * @param tag names the content
         */
        record File(Path path, Location.Policy policy, String tag) implements Found {}

        record Forbidden() implements Found {}

        record Missing() implements Found {}

        /**
         * @param uri another than was asked for, or null
         */
        record Pass(@Nullable String uri) implements Found {}
    }

    /**
     * Looks for a file. Reads the disk.
     *
     * @param path decoded path of a URL
     */
    Found find(String path) {
        Location location = locations.stream()
                .filter(one -> (path + "/").startsWith(one.prefix()))
                .findFirst()
                .orElse(null);
        if (location == null) {
            return new Found.Pass(null);
        }
        Location.Fallback fallback = location.fallback(path);
        Found found = find(location, path);
        if (!(found instanceof Found.Missing)) {
            return found;
        }
        if (fallback instanceof Location.Fallback.Application) {
            return new Found.Pass(null);
        }
        if (fallback instanceof Location.Fallback.At at) {
            Found other = find(location, at.uri());
            return other instanceof Found.File ? other : new Found.Pass(at.uri());
        }
        return found;
    }

    private Found find(Location location, String path) {
        if (location.root() == null) {
            return new Found.Missing();
        }
        String below = path.length() <= location.prefix().length()
                ? ""
                : path.substring(location.prefix().length());
        Optional<Path> file = resolve(location.root(), below).flatMap(real -> file(real, location.index()));
        if (file.isEmpty()) {
            return new Found.Missing();
        }
        Location.Policy policy = location.policy(path);
        return policy.allow() ? tagged(file.get(), policy) : new Found.Forbidden();
    }

    private Found tagged(Path file, Location.Policy policy) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            String tag = "\"" + version + "-" + Long.toHexString(attributes.size()) + "-"
                    + Long.toHexString(attributes.lastModifiedTime().toMillis()) + "\"";
            return new Found.File(file, policy, tag);
        } catch (IOException e) {
            return new Found.Missing();
        }
    }

    private static Optional<Path> file(Path real, List<String> index) {
        if (Files.isRegularFile(real)) {
            return Optional.of(real);
        }
        return index.stream().map(real::resolve).filter(Files::isRegularFile).findFirst();
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
            Path base = release;
            Path rest = relative;
            for (Map.Entry<String, Path> mount : mounts.entrySet()) {
                if (relative.startsWith(mount.getKey())) {
                    base = mount.getValue();
                    rest = Path.of(mount.getKey()).relativize(relative);
                }
            }
            Path real = base.resolve(rest.toString()).toRealPath();
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
