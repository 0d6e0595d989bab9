package io.jenkins.plugins.slipway.host.mount;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * Looks at everything in a directory that somebody may change meanwhile. Each directory is opened from the one above it and never
 * through a symbolic link (openat with O_NOFOLLOW), so that a directory that becomes a link leads nowhere. What goes while it is being
 * looked at is left out.
 */
final class SecureWalk {
    /** Each level keeps a file open. */
    private static final int DEEPEST = 1000;

    private final Path root;
    private final Visitor visitor;

    private SecureWalk(Path root, Visitor visitor) {
        this.root = root;
        this.visitor = visitor;
    }

    /** Paths are relative to the directory where the walk begins, which comes first, as the empty path. */
    interface Visitor {
        /** Before what is in it. */
        void directory(Path relative, PosixFileAttributes attributes) throws IOException;

        /** Anything else; symbolic links as themselves. */
        void file(Path relative, PosixFileAttributes attributes) throws IOException;
    }

    /** @param root nobody else may replace it or what is above it */
    static void walk(Path root, Visitor visitor) throws IOException {
        SecureWalk walk = new SecureWalk(root, visitor);
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
            if (stream instanceof SecureDirectoryStream<Path> directory) {
                walk.enter(directory, Path.of(""), 0);
                return;
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        walk.plainly();
    }

    /** Whether there is anything at a path below the root, no symbolic link being followed on the way. */
    static boolean isThere(Path root, Path relative) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
            return stream instanceof SecureDirectoryStream<Path> directory
                    ? isThere(directory, relative)
                    : Files.exists(root.resolve(relative), LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static boolean isThere(SecureDirectoryStream<Path> directory, Path relative) throws IOException {
        Path name = relative.getName(0);
        try {
            boolean inner = directory
                    .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .isDirectory();
            if (relative.getNameCount() == 1 || !inner) {
                return relative.getNameCount() == 1;
            }
            try (SecureDirectoryStream<Path> next = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                return isThere(next, relative.subpath(1, relative.getNameCount()));
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        } catch (FileSystemException e) {
            // It became a link in between, or may not be looked into: whoever tries it will see.
            return true;
        }
    }

    private void enter(SecureDirectoryStream<Path> directory, Path relative, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("directories in " + root + " are nested more than " + DEEPEST + " deep");
        }
        visitor.directory(
                relative,
                directory.getFileAttributeView(PosixFileAttributeView.class).readAttributes());
        for (Path entry : directory) {
            Path name = entry.getFileName();
            Path there = relative.resolve(name.toString());
            try {
                PosixFileAttributes attributes = directory
                        .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes();
                if (!attributes.isDirectory()) {
                    visitor.file(there, attributes);
                    continue;
                }
            } catch (NoSuchFileException e) {
                continue;
            }
            descend(directory, name, there, depth);
        }
    }

    private void descend(SecureDirectoryStream<Path> directory, Path name, Path there, int depth) throws IOException {
        SecureDirectoryStream<Path> inner;
        try {
            inner = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException | NotDirectoryException e) {
            // It was one a moment ago.
            return;
        } catch (IOException e) {
            if (isDirectory(directory, name)) {
                throw e;
            }
            return;
        }
        try (inner) {
            enter(inner, there, depth + 1);
        }
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        try {
            return directory
                    .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** On systems that cannot open from a directory. */
    private void plainly() throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes ignored) throws IOException {
                visitor.directory(root.relativize(directory), read(directory));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes ignored) throws IOException {
                visitor.file(root.relativize(file), read(file));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    private static PosixFileAttributes read(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
