package io.jenkins.plugins.slipway.engine.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A folder with copies of the {@link SystemSettings} that sandboxes show, as far as everybody on the machine may read them. One mount shows
 * it, where one for each setting would take tens of milliseconds of each start. It is kept current, file by file, so that sandboxes
 * that run see a change too. Several processes of one user may share it.
 */
final class SystemSettingsCopy {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LARGEST = 16L << 20;
    private static final int DEEPEST = 8;
    private static final String NEW = ".slipway-new-";

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");

    private final Path from;
    private final Path to;
    private final Map<Path, FileTime> seen = new HashMap<>();
    private boolean whole;
    private long looked = System.nanoTime() - LOOK_AGAIN_NANOS - 1;

    /** @param to belongs to this user alone */
    SystemSettingsCopy(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /** The folder, as the machine's settings are now. */
    synchronized Path current() throws IOException {
        if (System.nanoTime() - looked > LOOK_AGAIN_NANOS || changed()) {
            update();
        }
        return to;
    }

    /** A copy that is whole but not new is better than a start that fails, such as when the disk is full. */
    private void update() throws IOException {
        seen.clear();
        try {
            copy(Path.of(""), 0);
            whole = true;
        } catch (IOException e) {
            if (!whole) {
                throw e;
            }
        }
        looked = System.nanoTime();
    }

    /** Whether a directory has other entries, or a setting of the first level another time. */
    private boolean changed() {
        return seen.entrySet().stream().anyMatch(entry -> !entry.getValue().equals(time(entry.getKey())));
    }

    private static @Nullable FileTime time(Path path) {
        try {
            return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return null;
        }
    }

    private void copy(Path relative, int depth) throws IOException {
        Path source = from.resolve(relative);
        Path target = to.resolve(relative);
        Set<String> kept = new HashSet<>();
        note(source);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
            for (Path entry : entries) {
                Path below = from.relativize(entry);
                if (SystemSettings.shows(SystemSettings.MACHINE.resolve(below)) && copyOne(entry, below, depth)) {
                    kept.add(entry.getFileName().toString());
                }
            }
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(target)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!kept.contains(name) && !name.startsWith(NEW)) {
                    remove(entry);
                }
            }
        }
    }

    /** Returns whether the copy has it now. */
    private boolean copyOne(Path source, Path relative, int depth) throws IOException {
        PosixFileAttributes attributes;
        try {
            attributes = Files.readAttributes(source, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (depth == 0) {
                note(source);
            }
            if (attributes.isSymbolicLink() && Sandboxes.follows(source)) {
                link(source, to.resolve(relative));
                return true;
            }
            if (attributes.isSymbolicLink()) {
                // It leads out of sight, as that of resolv.conf may.
                attributes = Files.readAttributes(source, PosixFileAttributes.class);
                if (!attributes.isRegularFile()) {
                    return false;
                }
            }
            if (!attributes.permissions().contains(PosixFilePermission.OTHERS_READ)) {
                return false;
            }
            if (attributes.isRegularFile() && attributes.size() <= LARGEST) {
                file(source, attributes, to.resolve(relative));
                return true;
            }
            if (attributes.isDirectory() && depth < DEEPEST) {
                directory(to.resolve(relative));
                copy(relative, depth + 1);
                return true;
            }
            return false;
        } catch (NoSuchFileException | AccessDeniedException e) {
            return false; // Removed meanwhile, a link to nothing, or closed to this user.
        }
    }

    private static void directory(Path target) throws IOException {
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            remove(target);
            try {
                Files.createDirectory(target, PosixFilePermissions.asFileAttribute(PROGRAM));
            } catch (FileAlreadyExistsException e) {
                // Another process was quicker.
                return;
            }
        }
    }

    private static void link(Path source, Path target) throws IOException {
        Path to = Files.readSymbolicLink(source);
        if (!Files.isSymbolicLink(target) || !Files.readSymbolicLink(target).equals(to)) {
            Path draft = draft(target);
            Files.createSymbolicLink(draft, to);
            replace(draft, target);
        }
    }

    private static void file(Path source, PosixFileAttributes attributes, Path target) throws IOException {
        if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            BasicFileAttributes old = Files.readAttributes(target, BasicFileAttributes.class);
            if (old.size() == attributes.size() && old.lastModifiedTime().equals(attributes.lastModifiedTime())) {
                return;
            }
        }
        Path draft = draft(target);
        try {
            Files.copy(source, draft);
            boolean program = attributes.permissions().contains(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(draft, program ? PROGRAM : FILE);
            Files.setLastModifiedTime(draft, attributes.lastModifiedTime());
            replace(draft, target);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void replace(Path draft, Path target) throws IOException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            remove(target);
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path draft(Path target) {
        return target.resolveSibling(NEW + UUID.randomUUID());
    }

    private static void remove(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                for (Path entry : entries) {
                    remove(entry);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    private void note(Path path) {
        FileTime time = time(path);
        if (time != null) {
            seen.put(Objects.requireNonNull(path), time);
        }
    }
}
