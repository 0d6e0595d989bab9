package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.artifact.FileNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds what Git LFS leaves in the place of a file whose content was not fetched: a few lines that say which content it is. */
public final class LargeFilePointers {
    private static final String BEGIN = "version https://git-lfs.github.com/spec/v";
    private static final String OLDER = "version https://hawser.github.com/spec/v";

    /** The specification of pointers gives both bounds. */
    private static final int LARGEST = 1024;

    private static final int SMALLEST = 100;

    private LargeFilePointers() {}

    /** The names of such files below a folder; Git's own and installed packages are not looked into. */
    public static SortedSet<String> in(Path root) throws IOException {
        SortedSet<String> found = new TreeSet<>();
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            return found;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = FileNames.of(directory);
                return name.equals(".git") || name.equals("node_modules")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && attributes.size() >= SMALLEST
                        && attributes.size() < LARGEST
                        && isPointer(file)) {
                    found.add(root.relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static boolean isPointer(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            String begin = new String(content.readNBytes(BEGIN.length()), StandardCharsets.US_ASCII);
            return begin.equals(BEGIN) || begin.startsWith(OLDER);
        }
    }
}
