package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.artifact.FileNames;
import io.jenkins.plugins.slipway.engine.artifact.Manifest.SourceFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sources in a plain folder. Contents get the very names that Git would give them, so putting a project under Git does not
 * rebuild it. As in Git, empty folders do not count.
 */
final class PlainSources implements Sources {
    private static final String OWN = ".slipway";
    private static final String GIT = ".git";

    private final Path directory;
    private final StatCache cache;

    /** @param cache remembers digests of files that did not change */
    PlainSources(Path directory, StatCache cache) {
        this.directory = directory;
        this.cache = cache;
    }

    @Override
    public String commit() {
        return "";
    }

    @Override
    public Snapshot snapshot(String root) throws IOException {
        Path source = root.isEmpty() ? directory : directory.resolve(root);
        return new Plain(source, root.isEmpty(), read(source, root.isEmpty(), cache));
    }

    @Override
    public void close() throws IOException {
        cache.save();
    }

    /** One file, with the mode that Git gives it. */
    private record Leaf(String mode, String name, String id) {}

    private record Tree(String id, List<Leaf> leaves) {}

    private static Tree read(Path source, boolean project, StatCache cache) throws IOException {
        List<Leaf> leaves = new ArrayList<>();
        String id = directory(source, "", project, cache, OwnOutput.files(), leaves);
        return new Tree(id, leaves);
    }

    private static String directory(
            Path path, String prefix, boolean project, StatCache cache, Set<Path> own, List<Leaf> leaves)
            throws IOException {
        List<TreeIds.Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
            for (Path child : children) {
                String name = FileNames.of(child);
                if (name.equals(GIT) || project && prefix.isEmpty() && name.equals(OWN) || own.contains(child)) {
                    continue;
                }
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    int before = leaves.size();
                    String id = directory(child, prefix + name + "/", project, cache, own, leaves);
                    if (leaves.size() > before) {
                        entries.add(new TreeIds.Entry(TreeIds.DIRECTORY, name, id));
                    }
                    continue;
                }
                StatCache.Content content = cache.content(child);
                if (content != null) {
                    entries.add(new TreeIds.Entry(content.mode(), name, content.id()));
                    leaves.add(new Leaf(content.mode(), prefix + name, content.id()));
                }
            }
        }
        return TreeIds.tree(entries, TreeIds.sha1());
    }

    private static final class Plain implements Snapshot {
        private final Path source;
        private final boolean project;
        private final Tree tree;

        Plain(Path source, boolean project, Tree tree) {
            this.source = source;
            this.project = project;
            this.tree = tree;
        }

        @Override
        public String treeId() {
            return tree.id();
        }

        @Override
        public SortedMap<String, String> submodules() {
            return new TreeMap<>();
        }

        @Override
        public List<String> notes() {
            return List.of();
        }

        @Override
        public List<SourceFile> files() {
            return tree.leaves().stream()
                    .map(leaf -> new SourceFile(leaf.name(), leaf.mode() + leaf.id()))
                    .toList();
        }

        @Override
        public void materialise(Path destination) throws IOException {
            PrivateFiles.createDirectories(destination);
            for (Leaf leaf : tree.leaves()) {
                Path to = FileNames.resolve(destination, leaf.name());
                PrivateFiles.createDirectories(Objects.requireNonNull(to.getParent()));
                Files.copy(
                        FileNames.resolve(source, leaf.name()),
                        to,
                        LinkOption.NOFOLLOW_LINKS,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
            // Without Git nothing holds the content still between the two readings.
            if (!read(destination, project, StatCache.none()).id().equals(tree.id())) {
                throw new SourcesChangedException(
                        "The files in " + source
                                + " kept changing while they were copied for the build. Build again when nothing changes them any more");
            }
        }
    }
}
