package io.jenkins.plugins.slipway.host.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** The places in a release's directory at which its mounts are seen, where no sandbox puts them there: symbolic links. */
public final class MountPoints {
    private MountPoints() {}

    /**
     * Makes links to the mounts, in place of what the release itself has at those paths. Parts that are there already stay.
     *
     * @param release the unpacked release, not read-only yet
     * @param mounts real directory by path relative to the release
     */
    public static void link(Path release, Map<String, Path> mounts) throws IOException {
        for (Map.Entry<String, Path> mount : mounts.entrySet()) {
            Files.createDirectories(mount.getValue());
            Path place = release.resolve(mount.getKey());
            if (Files.isSymbolicLink(place) && Files.readSymbolicLink(place).equals(mount.getValue())) {
                continue;
            }
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                Trees.remove(place);
            }
            Path parent = place.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createSymbolicLink(place, mount.getValue());
        }
    }

    /** Makes the directories behind the mounts. */
    public static void create(Map<String, Path> mounts) throws IOException {
        for (Path directory : mounts.values()) {
            Files.createDirectories(directory);
        }
    }
}
