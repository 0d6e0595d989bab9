package io.jenkins.plugins.slipway.engine.process;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the copy of the machine's settings lies: a folder of this user's own, which nobody else can write to, and which stays for as
 * long as processes may run that see it.
 */
final class SystemSettingsFolder {
    private SystemSettingsFolder() {}

    /** The folder, made if it is not there; null if there is no place for it. */
    static @Nullable Path find() {
        try {
            int user = user();
            return Stream.of(
                            user == 0 ? "/run" : null,
                            System.getenv("XDG_RUNTIME_DIR"),
                            System.getProperty("user.home"),
                            System.getProperty("java.io.tmpdir"))
                    .filter(Objects::nonNull)
                    .filter(parent -> parent.startsWith("/"))
                    .map(parent -> own(Path.of(parent), user))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Path own(Path parent, int user) {
        Path folder = parent.resolve(".slipway-settings-" + user);
        try {
            try {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            } catch (FileAlreadyExistsException e) {
                if (!isOwn(folder, user)) {
                    return null;
                }
            }
            return folder;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isOwn(Path folder, int user) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isDirectory()
                && Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                        .equals(user)
                && List.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE).stream()
                        .noneMatch(attributes.permissions()::contains);
    }

    private static int user() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }
}
