package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tells Git in a clone which programs to run and where to look. A command that ran in the clone may have changed it; Git runs
 * there again outside the sandbox, so that all of it is put back as it was, and a repository that leads elsewhere is not looked at.
 */
public final class CloneSettings {
    private static final List<String> FILES = List.of(
            "config",
            "config.worktree",
            "commondir",
            "gitdir",
            "info/attributes",
            "info/grafts",
            "objects/info/alternates",
            "objects/info/http-alternates",
            "shallow");

    private final Path repository;
    private final Map<String, byte[]> kept;

    private CloneSettings(Path repository, Map<String, byte[]> kept) {
        this.repository = repository;
        this.kept = kept;
    }

    /** As they are now. */
    public static CloneSettings of(Path clone) throws IOException {
        Path repository = clone.resolve(".git");
        Map<String, byte[]> kept = new TreeMap<>();
        for (String file : FILES) {
            if (Files.exists(repository.resolve(file))) {
                kept.put(file, Files.readAllBytes(repository.resolve(file)));
            }
        }
        return new CloneSettings(repository, kept);
    }

    /**
     * Puts them back.
     *
     * @throws LifecycleFailedException if the repository is not what it was: a link, or with links in it
     */
    public void restore() throws IOException {
        if (!Files.isDirectory(repository, LinkOption.NOFOLLOW_LINKS)) {
            throw strange(repository);
        }
        Files.walkFileTree(repository, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!attributes.isRegularFile()) {
                    throw strange(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        for (String file : FILES) {
            Path path = repository.resolve(file);
            byte[] content = kept.get(file);
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw strange(path);
            }
            Files.deleteIfExists(path);
            if (content != null) {
                Files.createDirectories(path.getParent());
                Files.write(path, content);
            }
        }
    }

    private LifecycleFailedException strange(Path path) {
        return new LifecycleFailedException("The operation made ‘"
                + repository.resolveSibling("").relativize(path)
                + "’ of its clone into something that Git did not make. The branch is unchanged");
    }
}
