package io.jenkins.plugins.slipway.host.router.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows links as the processes of an application see them: a link in the release may lead into a mount, which covers what the
 * release itself has there.
 *
 * @param release the unpacked release
 * @param mounts real directory by path in the release
 */
record SymlinkResolver(Path release, Map<String, Path> mounts) {
    private static final int MOST_LINKS = 40;
    /** Where processes in a sandbox see their release. */
    private static final Path APP = Path.of("/app");

    /**
     * @param path relative to the release
     * @return the real place, which need not be there; empty if a link leads out of the release and its mounts
     */
    Optional<Path> follow(Path path) throws IOException {
        Deque<Path> ahead = new ArrayDeque<>();
        path.forEach(ahead::addLast);
        Path at = Path.of("");
        int links = 0;
        while (!ahead.isEmpty()) {
            Path name = ahead.removeFirst();
            Path next = at.resolve(name).normalize();
            if (next.startsWith("..")) {
                return Optional.empty();
            }
            Path place = place(next);
            if (!Files.isSymbolicLink(place) || mounts.containsKey(next.toString())) {
                at = next;
                if (!ahead.isEmpty() && isNothing(next, place)) {
                    // Below it there are no links: looking for them would take longer the longer the path is, each
                    // time.
                    Path rest = at.resolve(String.join(
                                    "/", ahead.stream().map(Path::toString).toList()))
                            .normalize();
                    return rest.startsWith("..") ? Optional.empty() : Optional.of(place(rest));
                }
                continue;
            }
            Path target = Files.readSymbolicLink(place);
            Path within = target.isAbsolute() ? inside(target) : target;
            if (within == null || ++links > MOST_LINKS) {
                return Optional.empty();
            }
            at = target.isAbsolute() ? Path.of("") : at;
            Deque<Path> names = new ArrayDeque<>();
            within.forEach(names::addFirst);
            names.forEach(ahead::addFirst);
        }
        return Optional.of(place(at));
    }

    /** Whether there is neither a file nor a mount, here or below. */
    private boolean isNothing(Path path, Path place) {
        return !place.toFile().exists()
                && mounts.keySet().stream().noneMatch(mount -> Path.of(mount).startsWith(path));
    }

    /** What an absolute link means below the release; null for nothing. */
    private @Nullable Path inside(Path target) {
        for (Path base : new Path[] {APP, release}) {
            if (target.startsWith(base)) {
                return base.relativize(target.normalize());
            }
        }
        for (Map.Entry<String, Path> mount : mounts.entrySet()) {
            if (target.startsWith(mount.getValue())) {
                return Path.of(mount.getKey()).resolve(mount.getValue().relativize(target.normalize()));
            }
        }
        return null;
    }

    /** The longest mount that holds the path, else the release. */
    private Path place(Path path) {
        Path result = release.resolve(path);
        int longest = -1;
        for (Map.Entry<String, Path> mount : mounts.entrySet()) {
            Path point = Path.of(mount.getKey());
            if (path.startsWith(point) && point.getNameCount() > longest) {
                longest = point.getNameCount();
                result = mount.getValue().resolve(point.relativize(path));
            }
        }
        return result;
    }
}
