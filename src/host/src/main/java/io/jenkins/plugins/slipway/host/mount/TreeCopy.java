package io.jenkins.plugins.slipway.host.mount;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Copies a directory that may be written to meanwhile, with owners, permissions and times. Blocks are shared where the file system
 * can. Files that have the size and time of those of an earlier copy become links to them. Whoever writes to the directory meanwhile
 * cannot make anything else of the machine be copied: no symbolic link below it is followed.
 */
public final class TreeCopy {
    private static final int BATCH = 400;
    /** What a group or a user gets along, and whose files stay. */
    private static final int SPECIAL = 07000;
    /** For files that come and go. */
    private static final int ATTEMPTS = 5;

    private final Path from;
    private final Path to;
    private final @Nullable Path earlier;
    private final Progress progress;
    private final SystemCopy program;
    private final List<Path> changed = new ArrayList<>();
    private final Map<Path, PosixFileAttributes> directories = new LinkedHashMap<>();
    private boolean refreshing;
    private long files;
    private long bytes;

    private TreeCopy(Path from, Path to, @Nullable Path earlier, Progress progress) {
        this.from = from;
        this.to = to;
        this.earlier = earlier;
        this.progress = progress;
        this.program = new SystemCopy(from, to);
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
        Files.walkFileTree(to, new ExtraneousFiles(from, to));
        TreeCopy copy = new TreeCopy(from, to, null, Progress.none());
        copy.refreshing = true;
        return copy.run();
    }

    private long run() throws IOException, InterruptedException {
        PrivateFiles.createDirectories(to);
        SecureWalk.walk(from, new Look());
        for (int start = 0; start < changed.size(); start += BATCH) {
            copy(changed.subList(start, Math.min(changed.size(), start + BATCH)));
        }
        List<Path> finished = new ArrayList<>(directories.keySet());
        Collections.reverse(finished);
        for (Path relative : finished) {
            finish(relative, Objects.requireNonNull(directories.get(relative)));
        }
        return bytes;
    }

    /** Writing into a directory changes its time, and its permissions may forbid it. */
    private void finish(Path relative, PosixFileAttributes original) throws IOException {
        Path place = to.resolve(relative);
        Files.setPosixFilePermissions(place, original.permissions());
        int special = mode(from.resolve(relative)) & SPECIAL;
        if (special > 0) {
            Files.setAttribute(place, "unix:mode", mode(place) | special);
        }
        Files.setLastModifiedTime(place, original.lastModifiedTime());
    }

    /** 0 if it is not there any more. Only for bits that tell nobody anything: what is above may lead elsewhere. */
    private static int mode(Path path) throws IOException {
        try {
            return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private void copy(List<Path> batch) throws IOException, InterruptedException {
        if (SystemCopy.POSSIBLE) {
            together(batch);
        } else {
            for (Path relative : batch) {
                alone(relative);
            }
        }
        files += batch.size();
        progress.advanced(files, bytes);
    }

    /** What was removed since it was seen, as files are, is not in the copy either. */
    private void together(List<Path> batch) throws IOException, InterruptedException {
        List<Path> left = batch;
        for (int attempt = 0; !left.isEmpty(); attempt++) {
            String trouble = program.copy(left);
            if (trouble == null) {
                return;
            }
            List<Path> there = new ArrayList<>();
            for (Path relative : left) {
                if (SecureWalk.isThere(from, relative)) {
                    there.add(relative);
                } else {
                    Files.deleteIfExists(to.resolve(relative));
                }
            }
            if (there.size() == left.size() && attempt >= ATTEMPTS) {
                throw new IOException(trouble);
            }
            left = there;
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
                        && mode(file) == mode(copy);
        if (!same) {
            Trees.remove(copy);
        }
        return same;
    }

    private final class Look implements SecureWalk.Visitor {
        @Override
        public void directory(Path relative, PosixFileAttributes attributes) throws IOException {
            Path place = to.resolve(relative);
            if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                Trees.remove(place);
                PrivateFiles.createDirectory(place);
            }
            owner(attributes, place);
            directories.put(relative, attributes);
        }

        @Override
        public void file(Path relative, PosixFileAttributes attributes) throws IOException {
            if (refreshing && same(from.resolve(relative), attributes, to.resolve(relative))) {
                return;
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
        }

        private void owner(PosixFileAttributes original, Path place) throws IOException {
            PosixFileAttributeView view = Files.getFileAttributeView(place, PosixFileAttributeView.class);
            PosixFileAttributes own = view.readAttributes();
            if (!own.owner().equals(original.owner()) || !own.group().equals(original.group())) {
                view.setOwner(original.owner());
                view.setGroup(original.group());
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
                    || mode(old) != mode(from.resolve(relative))) {
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
