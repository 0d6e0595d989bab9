package io.jenkins.plugins.slipway.host.mount;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The places in a release's directory at which its mounts are seen: directories for a sandbox to use, or symbolic links without one. */
public final class MountPoints {
    /** Levels of folders that are out of every application's sight. */
    private static final int OPERATORS = 2;

    private MountPoints() {}

    /**
     * Makes links to the mounts, in place of what the release itself has at those paths. Links that are there already stay.
     *
     * @param release the unpacked release, not read-only yet
     * @param mounts real directory by path relative to the release
     */
    public static void link(Path release, Map<String, Path> mounts) throws IOException {
        for (Map.Entry<String, Path> mount : mounts.entrySet()) {
            Path place = release.resolve(mount.getKey());
            if (Files.isSymbolicLink(place) && Files.readSymbolicLink(place).equals(mount.getValue())) {
                continue;
            }
            makeDirectories(release, release.relativize(place).getParent());
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                Trees.remove(place);
            }
            Files.createSymbolicLink(place, mount.getValue());
        }
    }

    /** Makes the empty directories that a sandbox needs to show mounts at. */
    public static void makePlaces(Path release, Set<String> paths) throws IOException {
        for (String path : paths) {
            makeDirectories(release, Path.of(path));
        }
    }

    /** Never follows a link that the release brings along: it may lead out of the release. */
    private static void makeDirectories(Path release, @Nullable Path relative) throws IOException {
        if (relative == null) {
            return;
        }
        Path place = release;
        for (Path name : relative) {
            place = place.resolve(name);
            if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                Trees.remove(place);
                PrivateFiles.createDirectory(place);
            }
        }
    }

    /**
     * Makes the directories behind the mounts.
     *
     * @param root the environment's folder, that holds them all. A link that the operator has put in the place of a folder just below it,
     *     or of one below that, is followed: no application sees those
     * @throws IOException if there is a symbolic link on the way to one: an application can make it where one mount lies in another, and
     *     what it leads to is not the application's
     */
    public static void create(Path root, Map<String, Path> mounts) throws IOException {
        PrivateFiles.createDirectories(root);
        for (Path directory : mounts.values()) {
            Path place = root;
            int depth = 0;
            for (Path name : root.relativize(directory)) {
                place = place.resolve(name);
                if (++depth <= OPERATORS) {
                    PrivateFiles.createDirectories(place);
                    continue;
                }
                if (Files.isSymbolicLink(place)) {
                    throw new IOException(
                            place + " is a symbolic link, and mounts are not reached through links: remove it");
                }
                if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                    PrivateFiles.createDirectory(place);
                }
            }
        }
    }
}
