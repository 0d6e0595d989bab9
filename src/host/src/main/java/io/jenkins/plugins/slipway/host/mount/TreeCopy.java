package io.jenkins.plugins.slipway.host.mount;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.process.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Copies a directory that may be written to meanwhile, with owners, permissions and times. Blocks are shared where the file system
 * can. Files that have the size and time of those of an earlier copy become links to them.
 */
public final class TreeCopy {
    private static final boolean LINUX =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    private static final int BATCH = 400;

    private final Path from;
    private final Path to;
    private final @Nullable Path earlier;
    private final Progress progress;
    private final List<Path> changed = new ArrayList<>();
    private final List<Path> directories = new ArrayList<>();
    private boolean refreshing;
    private long files;
    private long bytes;

    private TreeCopy(Path from, Path to, @Nullable Path earlier, Progress progress) {
        this.from = from;
        this.to = to;
        this.earlier = earlier;
        this.progress = progress;
    }

    /** Told how far a copy has come. */
    @FunctionalInterface
    public interface Progress {
        void advanced(long files, long bytes);

        static Progress none() {
            return (files, bytes) -> {};
        }
    }

    /**
     * @param to is made; what is there of an earlier try is not looked at
     * @param earlier a copy that will not be written to any more, or null
     * @return bytes of all files
     */
    public static long copy(Path from, Path to, @Nullable Path earlier, Progress progress)
            throws IOException, InterruptedException {
        return new TreeCopy(from, to, earlier, progress).run();
    }

    /**
     * Brings an earlier copy up to date: what is new or other is copied again, what is gone is removed. Quick where little has
     * changed.
     */
    public static long refresh(Path from, Path to) throws IOException, InterruptedException {
        Files.walkFileTree(to, new Gone(from, to));
        TreeCopy copy = new TreeCopy(from, to, null, Progress.none());
        copy.refreshing = true;
        return copy.run();
    }

    private long run() throws IOException, InterruptedException {
        PrivateFiles.createDirectories(to);
        Files.walkFileTree(from, new Look());
        for (int start = 0; start < changed.size(); start += BATCH) {
            copy(changed.subList(start, Math.min(changed.size(), start + BATCH)));
        }
        for (int i = directories.size() - 1; i >= 0; i--) {
            finish(directories.get(i));
        }
        return bytes;
    }

    /** Writing into a directory changes its time, and its permissions may forbid it. */
    private void finish(Path relative) throws IOException {
        Path original = from.resolve(relative);
        Path place = to.resolve(relative);
        try {
            BasicFileAttributes attributes = Files.readAttributes(original, BasicFileAttributes.class);
            Files.setAttribute(place, "unix:mode", Files.getAttribute(original, "unix:mode"));
            Files.setLastModifiedTime(place, attributes.lastModifiedTime());
        } catch (NoSuchFileException e) {
            return;
        }
    }

    private void copy(List<Path> batch) throws IOException, InterruptedException {
        if (!LINUX || !together(batch)) {
            for (Path relative : batch) {
                alone(relative);
            }
        }
        files += batch.size();
        progress.advanced(files, bytes);
    }

    /** By the system's own program, which can share blocks. Fails if a file was removed meanwhile, for example. */
    private boolean together(List<Path> batch) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(
                List.of(Programs.path("cp"), "-a", "--reflink=auto", "--parents", "-t", to.toString(), "--"));
        batch.forEach(path -> argv.add(path.toString()));
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(from.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        Programs.alone(builder);
        Process process = builder.start();
        try {
            process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            throw e;
        }
    }

    private void alone(Path relative) throws IOException {
        Path place = to.resolve(relative);
        try {
            Files.copy(
                    from.resolve(relative),
                    place,
                    LinkOption.NOFOLLOW_LINKS,
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            // Removed since it was seen, as files are; then it is not in the copy either.
            Files.deleteIfExists(place);
        }
    }

    private static boolean same(Path file, BasicFileAttributes attributes, Path copy) throws IOException {
        if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        BasicFileAttributes other = Files.readAttributes(copy, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean same = attributes.isSymbolicLink()
                ? other.isSymbolicLink() && Files.readSymbolicLink(file).equals(Files.readSymbolicLink(copy))
                : other.isRegularFile()
                        && other.size() == attributes.size()
                        && other.lastModifiedTime().equals(attributes.lastModifiedTime())
                        && Files.getAttribute(file, "unix:mode").equals(Files.getAttribute(copy, "unix:mode"));
        if (!same) {
            Files.delete(copy);
        }
        return same;
    }

    /** Removes from a copy what the original does not have any more, or has as something else. */
    private static final class Gone extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;

        Gone(Path from, Path to) {
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

    private final class Look extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            Path relative = from.relativize(directory);
            Path place = to.resolve(relative);
            if (!Files.isDirectory(place)) {
                PrivateFiles.createDirectory(place);
            }
            owner(directory, place);
            directories.add(relative);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Path relative = from.relativize(file);
            if (refreshing && same(file, attributes, to.resolve(relative))) {
                return FileVisitResult.CONTINUE;
            }
            if (attributes.isSymbolicLink()) {
                changed.add(relative);
            } else if (attributes.isRegularFile()) {
                bytes += attributes.size();
                if (!linked(relative, attributes)) {
                    changed.add(relative);
                }
            }
            // Sockets and pipes belong to processes, not to data.
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        private void owner(Path original, Path place) throws IOException {
            Object uid = Files.getAttribute(original, "unix:uid");
            Object gid = Files.getAttribute(original, "unix:gid");
            if (!uid.equals(Files.getAttribute(place, "unix:uid"))
                    || !gid.equals(Files.getAttribute(place, "unix:gid"))) {
                Files.setAttribute(place, "unix:uid", uid);
                Files.setAttribute(place, "unix:gid", gid);
            }
        }

        private boolean linked(Path relative, BasicFileAttributes attributes) throws IOException {
            if (earlier == null) {
                return false;
            }
            Path old = earlier.resolve(relative);
            if (!Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(old) != attributes.size()
                    || !Files.getLastModifiedTime(old).equals(attributes.lastModifiedTime())
                    || !Files.getAttribute(old, "unix:mode")
                            .equals(Files.getAttribute(from.resolve(relative), "unix:mode"))) {
                return false;
            }
            try {
                Files.createLink(to.resolve(relative), old);
                return true;
            } catch (IOException e) {
                // Too many links to one file, or a file system without links: a copy does as well.
                return false;
            }
        }
    }
}
