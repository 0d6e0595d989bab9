package io.jenkins.plugins.slipway.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads files of one project and nothing else: whatever a path or a symbolic link says, the file's true place decides. */
final class ProjectFiles {
    /** Configuration is written by hand; a file beyond this is a mistake or an attack. */
    static final int LARGEST = 1 << 20;

    private final Path root;

    /** @throws IOException if the directory does not exist or cannot be entered */
    ProjectFiles(Path directory) throws IOException {
        this.root = directory.toRealPath();
    }

    Path root() {
        return root;
    }

    /** Whether a file, a folder or a link of that name is there. */
    boolean exists(String relative) {
        Path path = resolve(relative);
        return path != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    boolean isDirectory(String relative) {
        Path path = resolve(relative);
        return path != null && Files.isDirectory(path) && isInside(path);
    }

    /**
     * The content of a file.
     *
     * @throws Unreadable if it is outside the project, missing, not a plain file, too large or denied; the message completes
     *     "the file …"
     */
    byte[] read(String relative) throws Unreadable {
        Path path = resolve(relative);
        if (path == null) {
            throw new Unreadable("outside-project", "lies outside the project, and nothing outside is read");
        }
        try {
            Path real = path.toRealPath();
            if (!real.startsWith(root)) {
                throw new Unreadable("outside-project", "leads outside the project, and nothing outside is read");
            }
            if (!Files.isRegularFile(real)) {
                throw new Unreadable("not-a-file", "is not a plain file");
            }
            try (InputStream in = Files.newInputStream(real)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new Unreadable("too-large", "is larger than 1 MiB (" + Files.size(real) + " bytes)");
                }
                return bytes;
            }
        } catch (java.nio.file.NoSuchFileException e) {
            throw new Unreadable("missing-file", "does not exist");
        } catch (java.nio.file.FileSystemLoopException e) {
            throw new Unreadable("missing-file", "is a symbolic link that leads to itself");
        } catch (java.nio.file.AccessDeniedException e) {
            throw new Unreadable("unreadable", "may not be read by this user");
        } catch (IOException e) {
            throw new Unreadable("unreadable", "cannot be read: " + e.getMessage());
        }
    }

    private @Nullable Path resolve(String relative) {
        try {
            Path path = root.resolve(relative).normalize();
            return path.startsWith(root) ? path : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private boolean isInside(Path path) {
        try {
            return path.toRealPath().startsWith(root);
        } catch (IOException e) {
            return false;
        }
    }

    /** Why a file's content cannot be had. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String rule;

        Unreadable(String rule, String message) {
            super(message);
            this.rule = rule;
        }

        String rule() {
            return rule;
        }
    }
}
