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

    /** Makes the directories behind the mounts. */
    public static void create(Map<String, Path> mounts) throws IOException {
        for (Path directory : mounts.values()) {
            PrivateFiles.createDirectories(directory);
        }
    }
}
