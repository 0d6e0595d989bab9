package io.jenkins.plugins.slipway.host.mount;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Removes from a copy what the original does not have any more, or has as something else. */
final class ExtraneousFiles extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    ExtraneousFiles(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
        if (Files.isDirectory(from.resolve(to.relativize(directory)), LinkOption.NOFOLLOW_LINKS)) {
            return FileVisitResult.CONTINUE;
        }
        Trees.remove(directory);
        return FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Path original = from.resolve(to.relativize(file));
        if (!Files.exists(original, LinkOption.NOFOLLOW_LINKS)
                || Files.isDirectory(original, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(file);
        }
        return FileVisitResult.CONTINUE;
    }
}
