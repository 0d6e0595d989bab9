package io.jenkins.plugins.slipway.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Makes files and directories that nobody but their owner can read, write or enter, whatever the process' umask: modes 0600 and 0700 from
 * the first moment. What is there already keeps its mode. On file systems without modes they are made as usual.
 */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?>[] NONE = {};

    private PrivateFiles() {}

    /** Makes a directory and those above it that are missing. */
    public static Path createDirectories(Path directory) throws IOException {
        return Files.createDirectories(directory, attributes(directory, DIRECTORY));
    }

    /** Makes the directory that a file is to be in, and those above it that are missing. */
    public static void createParent(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            createDirectories(parent);
        }
    }

    /** Makes a directory in one that is there. */
    public static Path createDirectory(Path directory) throws IOException {
        return Files.createDirectory(directory, attributes(directory, DIRECTORY));
    }

    /** Opens a file; makes it if the options say so. */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, new HashSet<>(List.of(options)), attributes(file, FILE));
    }

    /** Without options: makes the file, or empties it. */
    public static OutputStream newOutputStream(Path file, OpenOption... options) throws IOException {
        if (options.length == 0) {
            return newOutputStream(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        }
        Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(StandardOpenOption.WRITE);
        return Channels.newOutputStream(FileChannel.open(file, all, attributes(file, FILE)));
    }

    public static void write(Path file, byte[] content, OpenOption... options) throws IOException {
        try (OutputStream out = newOutputStream(file, options)) {
            out.write(content);
        }
    }

    /**
     * Writes a file that readers see as it was or as it is now, and never in between. Makes the directory that it is in. Any number of
     * writers at a time. Whether it is still there after the power went is not promised.
     */
    public static void replace(Path file, byte[] content) throws IOException {
        createParent(file);
        Path draft = file.resolveSibling(UUID.randomUUID() + ".part");
        try {
            write(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** In UTF-8. */
    public static void writeString(Path file, CharSequence content, OpenOption... options) throws IOException {
        write(file, content.toString().getBytes(StandardCharsets.UTF_8), options);
    }

    /** Makes an empty file if there is none, for something else to write to; the directories above it as well. */
    public static Path touch(Path file) throws IOException {
        createParent(file);
        try {
            return Files.createFile(file, attributes(file, FILE));
        } catch (FileAlreadyExistsException e) {
            return file;
        }
    }

    /** A file that was made by something else is its owner's alone from now on. */
    public static Path seal(Path file) throws IOException {
        if (modes(file)) {
            Files.setPosixFilePermissions(file, Files.isDirectory(file) ? DIRECTORY : FILE);
        }
        return file;
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        return modes(path) ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)} : NONE;
    }

    private static boolean modes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
