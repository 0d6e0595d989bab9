package io.jenkins.plugins.slipway.host.mount;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes a directory that somebody may change meanwhile: each directory is opened from the one above it and never through a symbolic
 * link, and what is removed is removed from there. Directories that are nested deeply are moved up first, so that none is too deep.
 */
final class Removal {
    /** Each level keeps a file open. */
    private static final int DEEPEST = 100;

    private static final int ATTEMPTS = 5;

    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path root;
    private final SecureDirectoryStream<Path> above;
    private @Nullable SecureDirectoryStream<Path> top;
    private int moved;

    private Removal(Path root, SecureDirectoryStream<Path> above) {
        this.root = root;
        this.above = above;
    }

    /**
     * @param root is there and a directory
     * @return whether this system can do it so
     */
    static boolean of(Path root) throws IOException {
        Path folder = root.toAbsolutePath().getParent();
        Path name = root.getFileName();
        if (folder == null || name == null) {
            return false;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            if (!(stream instanceof SecureDirectoryStream<Path> above)) {
                return false;
            }
            new Removal(root, above).run(name);
            return true;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Somebody may put things into it or turn directories into links meanwhile: it is tried a few times. */
    private void run(Path name) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                removeAll(name);
                return;
            } catch (NoSuchFileException e) {
                return;
            } catch (FileSystemException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void removeAll(Path name) throws IOException {
        int before;
        do {
            before = moved;
            try (SecureDirectoryStream<Path> directory = open(above, name, root)) {
                top = directory;
                empty(directory, root, 0);
            }
        } while (moved > before);
        above.deleteDirectory(name);
    }

    private void empty(SecureDirectoryStream<Path> directory, Path path, int depth) throws IOException {
        for (Path entry : directory) {
            Path name = entry.getFileName();
            try {
                if (!directory
                        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes()
                        .isDirectory()) {
                    directory.deleteFile(name);
                } else if (depth == DEEPEST && top != null) {
                    moved++;
                    directory.move(name, top, Path.of(".slipway-" + moved + "-" + System.nanoTime()));
                } else {
                    Path there = path.resolve(name.toString());
                    try (SecureDirectoryStream<Path> inner = open(directory, name, there)) {
                        empty(inner, there, depth + 1);
                    }
                    directory.deleteDirectory(name);
                }
            } catch (NoSuchFileException e) {
                // Somebody else has removed it.
                continue;
            }
        }
    }

    /** Opens a directory and gives its owner the right to empty it. */
    private static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> from, Path name, Path path)
            throws IOException {
        SecureDirectoryStream<Path> directory;
        try {
            directory = from.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            // Not for root. For everybody else it leads to what is this user's own already, whatever it has become.
            Files.setPosixFilePermissions(path, OWNER);
            directory = from.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        }
        try {
            PosixFileAttributeView view = directory.getFileAttributeView(PosixFileAttributeView.class);
            Set<PosixFilePermission> permissions = view.readAttributes().permissions();
            if (!permissions.containsAll(OWNER)) {
                permissions.addAll(OWNER);
                view.setPermissions(permissions);
            }
            return directory;
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }
}
