package io.jenkins.plugins.slipway.engine.gate;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds reports by a glob, inside the project and nowhere else: symbolic links that lead out of it are not followed. */
final class ReportFiles {
    private static final String MAGIC = "*?[{\\";

    /** What tells one writing of a file from the next; no clock is asked. */
    record Stamp(FileTime modified, long size, @Nullable Object key) {}

    private final Path project;

    /**
     * @throws IOException if there is no such directory
     */
    ReportFiles(Path project) throws IOException {
        this.project = project.toRealPath();
    }

    /** Whether the glob stays inside the project whatever the file system looks like. */
    static boolean inside(String glob) {
        return !glob.isBlank()
                && !glob.startsWith("/")
                && !glob.startsWith("~")
                && !glob.contains("\0")
                && !List.of(glob.split("[/\\\\]", -1)).contains("..");
    }

    /** The files that match now, by name relative to the project. */
    Map<String, Stamp> matching(String glob) throws IOException {
        Map<String, Stamp> found = new TreeMap<>();
        String pattern = glob.startsWith("./") ? glob.substring(2) : glob;
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        // Java's glob lets **/x match only below a directory; people mean x itself, too.
        PathMatcher top = FileSystems.getDefault().getPathMatcher("glob:" + pattern.replace("**/", ""));
        Path start = project.resolve(fixedPart(pattern));
        if (!Files.exists(start)) {
            return found;
        }
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean git = directory.endsWith(".git");
                return git ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path name = project.relativize(file);
                if (matcher.matches(name) || top.matches(name)) {
                    add(file, name);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            private void add(Path file, Path name) throws IOException {
                Path real;
                try {
                    real = file.toRealPath();
                } catch (NoSuchFileException e) {
                    return;
                }
                if (real.startsWith(project) && Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                    BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
                    found.put(name.toString(), new Stamp(now.lastModifiedTime(), now.size(), now.fileKey()));
                }
            }
        });
        return found;
    }

    Path project() {
        return project;
    }

    Path file(String name) {
        return project.resolve(name);
    }

    /** The directory that is named before the first pattern, so that not the whole project is searched. */
    private static String fixedPart(String glob) {
        int magic = 0;
        while (magic < glob.length() && MAGIC.indexOf(glob.charAt(magic)) < 0) {
            magic++;
        }
        return magic == glob.length() ? glob : glob.substring(0, Math.max(0, glob.lastIndexOf('/', magic)));
    }
}
