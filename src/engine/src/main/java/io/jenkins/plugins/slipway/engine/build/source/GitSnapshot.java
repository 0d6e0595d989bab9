package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.FileTrees;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.artifact.FileNames;
import io.jenkins.plugins.slipway.engine.artifact.Manifest.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** One application's sources as a Git tree, which may exist in a scratch folder only. */
final class GitSnapshot implements Sources.Snapshot {
    private static final String OWN = ".slipway";

    private final GitOverlay overlay;
    private final String tree;
    private final String treeId;
    private final boolean project;
    private final SortedMap<String, Sources.Snapshot> below;
    private final SortedMap<String, String> ids;
    private final List<String> notes;

    private GitSnapshot(
            GitOverlay overlay,
            String tree,
            String treeId,
            boolean project,
            SortedMap<String, Sources.Snapshot> below,
            SortedMap<String, String> ids,
            List<String> notes) {
        this.overlay = overlay;
        this.tree = tree;
        this.treeId = treeId;
        this.project = project;
        this.below = below;
        this.ids = ids;
        this.notes = notes;
    }

    /**
     * @param tree the tree without submodules
     * @param project whether it is the project's own folder, which holds {@code .slipway} beside the sources
     * @param below submodules by path
     * @param ids tree ids of submodules, those of submodules in them included
     */
    static GitSnapshot of(
            GitOverlay overlay,
            String tree,
            boolean project,
            SortedMap<String, Sources.Snapshot> below,
            SortedMap<String, String> ids,
            List<String> notes)
            throws IOException {
        String treeId = project ? withoutOwn(overlay.reading(), tree) : tree;
        return new GitSnapshot(overlay, tree, treeId, project, below, ids, List.copyOf(notes));
    }

    /** A change of the configuration for an environment must not rebuild an application whose root is the project. */
    static String withoutOwn(Git git, String tree) throws IOException {
        List<TreeIds.Entry> entries = new ArrayList<>();
        boolean own = false;
        for (String record : git.need("ls-tree", "-z", "--full-tree", tree).records()) {
            int tab = record.indexOf('\t');
            String[] parts = record.substring(0, tab).split(" ");
            String name = record.substring(tab + 1);
            if (name.equals(OWN)) {
                own = true;
            } else {
                entries.add(new TreeIds.Entry(parts[0].replaceFirst("^0", ""), name, parts[2]));
            }
        }
        return own ? TreeIds.tree(entries, TreeIds.digestFor(tree)) : tree;
    }

    @Override
    public String treeId() {
        return treeId;
    }

    @Override
    public SortedMap<String, String> submodules() {
        return ids;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public List<SourceFile> files() throws IOException {
        List<SourceFile> files = new ArrayList<>(files(overlay.reading(), tree, project));
        for (Map.Entry<String, Sources.Snapshot> submodule : below.entrySet()) {
            for (SourceFile file : submodule.getValue().files()) {
                files.add(new SourceFile(submodule.getKey() + "/" + file.path(), file.id()));
            }
        }
        return files;
    }

    /** The files of a tree, those of Slipway left out where it is the project's. */
    static List<SourceFile> files(Git git, String tree, boolean project) throws IOException {
        List<SourceFile> files = new ArrayList<>();
        for (String record :
                git.need("ls-tree", "-r", "-z", "--full-tree", tree).records()) {
            int tab = record.indexOf('\t');
            String name = record.substring(tab + 1);
            if (!project || !name.startsWith(OWN + "/")) {
                // The mode is part of what a file is: making it executable is a change.
                files.add(new SourceFile(name, record.substring(0, 6) + record.substring(tab - tree.length(), tab)));
            }
        }
        return files;
    }

    @Override
    public void materialise(Path destination) throws IOException {
        overlay.checkout(tree, destination);
        for (Map.Entry<String, Sources.Snapshot> submodule : below.entrySet()) {
            submodule.getValue().materialise(FileNames.resolve(destination, submodule.getKey()));
        }
        for (String path : ids.keySet()) {
            PrivateFiles.createDirectories(FileNames.resolve(destination, path));
        }
        if (project) {
            FileTrees.delete(destination.resolve(OWN));
        }
    }
}
