package io.jenkins.plugins.slipway.engine.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveTask;

/** Lists everything in a directory in the order of its names, never following a link. Directories are read in parallel. */
final class TreeScan {
    private TreeScan() {}

    static List<TreeEntry> of(Path root, ForkJoinPool pool) throws IOException {
        try {
            List<TreeEntry> entries = pool.invoke(new Directory(root, ""));
            entries.sort(Comparator.comparing(TreeEntry::name));
            return entries;
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @SuppressWarnings("serial")
    private static final class Directory extends RecursiveTask<List<TreeEntry>> {
        private final transient Path path;
        private final String prefix;

        Directory(Path path, String prefix) {
            this.path = path;
            this.prefix = prefix;
        }

        @Override
        protected List<TreeEntry> compute() {
            List<TreeEntry> entries = new ArrayList<>();
            List<Directory> below = new ArrayList<>();
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                for (Path child : children) {
                    TreeEntry entry = entry(child);
                    entries.add(entry);
                    if (entry.kind() == TreeEntry.Kind.DIRECTORY) {
                        below.add(new Directory(child, entry.name() + "/"));
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw new UncheckedIOException(e.getCause());
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            ForkJoinTask.invokeAll(below).forEach(directory -> entries.addAll(directory.join()));
            return entries;
        }

        private TreeEntry entry(Path child) throws IOException {
            String name = prefix + FileNames.of(child);
            PosixFileAttributes attributes =
                    Files.readAttributes(child, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isRegularFile()) {
                boolean executable = attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
                return TreeEntry.file(name, executable, attributes.size());
            }
            if (attributes.isDirectory()) {
                return TreeEntry.directory(name);
            }
            if (attributes.isSymbolicLink()) {
                return TreeEntry.link(name, FileNames.ofLink(Files.readSymbolicLink(child)));
            }
            throw new IOException(
                    "‘" + FileNames.display(name)
                            + "’ is neither a file nor a directory nor a link, but a socket, pipe or device: the build must remove it");
        }
    }
}
