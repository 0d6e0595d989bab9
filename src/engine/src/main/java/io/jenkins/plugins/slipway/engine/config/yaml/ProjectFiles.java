package io.jenkins.plugins.slipway.engine.config.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads files of one project and nothing else: whatever a path or a symbolic link says, the file's true place decides. */
public final class ProjectFiles {
    /** Configuration is written by hand; a file beyond this is a mistake or an attack. */
    static final int LARGEST = 1 << 20;

    /** What one reading takes of all files together. */
    static final int LARGEST_OF_ALL = 16 << 20;

    /** More files of configuration than any project has. */
    public static final int MOST_FILES = 1_000;

    private final Path root;
    private long bytesRead;
    private final Map<Question, String> observed = new LinkedHashMap<>();

    /** What was asked about the project's files. */
    public record Question(Kind kind, String path) {
        public enum Kind {
            EXISTS,
            IS_DIRECTORY,
            CONTENT,
            UPSUN_FILES,
            PLATFORMSH_FILES
        }
    }

    /** @throws IOException if the directory does not exist or cannot be entered */
    public ProjectFiles(Path directory) throws IOException {
        this.root = directory.toRealPath();
    }

    public Path root() {
        return root;
    }

    /** Everything that was asked so far, with digests in place of contents: the same answers mean the same configuration. */
    public Map<Question, String> observed() {
        return Collections.unmodifiableMap(observed);
    }

    /** Asks again what was observed before, and says whether every answer is still the same. */
    public boolean isAsObserved(Map<Question, String> before) throws IOException {
        try {
            return isStill(before);
        } finally {
            // What follows is a reading of its own.
            bytesRead = 0;
        }
    }

    private boolean isStill(Map<Question, String> before) throws IOException {
        for (Map.Entry<Question, String> entry : before.entrySet()) {
            String path = entry.getKey().path();
            switch (entry.getKey().kind()) {
                case EXISTS -> exists(path);
                case IS_DIRECTORY -> isDirectory(path);
                case CONTENT -> {
                    try {
                        read(path);
                    } catch (Unreadable e) {
                        return false;
                    }
                }
                case UPSUN_FILES -> upsunFiles();
                case PLATFORMSH_FILES -> platformshFiles();
            }
            if (!entry.getValue().equals(observed.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a file, a folder or a link of that name is there. */
    public boolean exists(String relative) {
        Path path = resolve(relative);
        boolean exists = path != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        observed.put(new Question(Question.Kind.EXISTS, relative), String.valueOf(exists));
        return exists;
    }

    public boolean isDirectory(String relative) {
        Path path = resolve(relative);
        boolean directory = path != null && Files.isDirectory(path) && isInside(path);
        observed.put(new Question(Question.Kind.IS_DIRECTORY, relative), String.valueOf(directory));
        return directory;
    }

    /** Upsun's files in the order of their names. */
    public List<String> upsunFiles() throws IOException {
        List<String> names = FileSearch.upsun(root);
        observed.put(new Question(Question.Kind.UPSUN_FILES, ""), names.toString());
        return names;
    }

    /** Platform.sh's application files, by path. */
    public List<String> platformshFiles() throws IOException {
        List<String> names = FileSearch.platformsh(root);
        observed.put(new Question(Question.Kind.PLATFORMSH_FILES, ""), names.toString());
        return names;
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
                bytesRead += bytes.length;
                if (bytesRead > LARGEST_OF_ALL) {
                    throw new Unreadable("too-large", "is more than one reading takes: 16 MiB of all files together");
                }
                observed.put(
                        new Question(Question.Kind.CONTENT, relative),
                        HexFormat.of().formatHex(sha256().digest(bytes)));
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
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
