package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.FileTrees;
import io.jenkins.plugins.slipway.engine.artifact.FileNames;
import io.jenkins.plugins.slipway.engine.build.source.GitTrees.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sources in a Git working tree. An application without changes is named by the tree in the last commit, which Git knows
 * already; one with changes by the tree that a commit of everything would have, made in a scratch folder.
 */
final class GitSources implements Sources {
    private final GitRepository repository;
    private final GitOverlay overlay;
    private final GitTrees trees;
    private final Path scratch;
    private final Map<String, String> caller;
    private final Map<String, Sources> submodules = new ConcurrentHashMap<>();

    private GitSources(
            GitRepository repository, GitOverlay overlay, GitTrees trees, Path scratch, Map<String, String> caller) {
        this.repository = repository;
        this.overlay = overlay;
        this.trees = trees;
        this.scratch = scratch;
        this.caller = caller;
    }

    /**
     * The sources in a directory, unless it is in no working tree or Git is told to ignore it.
     *
     * @param roots of the applications that will be asked for
     * @param scratch a folder for what Git writes; it is only made when needed
     */
    static Optional<Sources> open(Path directory, List<String> roots, Path scratch, Map<String, String> caller)
            throws IOException {
        Optional<GitRepository> found = GitRepository.of(directory, caller);
        if (found.isEmpty() || isIgnored(found.get())) {
            return Optional.empty();
        }
        GitRepository repository = found.get();
        GitOverlay overlay = new GitOverlay(repository, scratch);
        GitTrees trees = GitTrees.read(repository, overlay, roots);
        return Optional.of(new GitSources(repository, overlay, trees, scratch, caller));
    }

    static boolean isIgnored(GitRepository repository) throws IOException {
        return !repository.prefix().isEmpty()
                && repository
                        .git()
                        .at(repository.top())
                        // This question alone refuses to be asked for literal names.
                        .with(Map.of("GIT_LITERAL_PATHSPECS", "0"))
                        .ask(new byte[0], "check-ignore", "-q", "--", repository.pathOf(""))
                        .ok();
    }

    @Override
    public String commit() {
        return trees.commit();
    }

    @Override
    public Snapshot snapshot(String root) throws IOException {
        Found found = trees.of(root);
        SortedMap<String, Snapshot> below = new TreeMap<>();
        SortedMap<String, String> ids = new TreeMap<>();
        List<String> notes = new ArrayList<>();
        for (Map.Entry<String, String> link : found.links().entrySet()) {
            Path directory =
                    FileNames.resolve(FileNames.resolve(repository.top(), repository.pathOf(root)), link.getKey());
            Optional<Sources> submodule = submodule(directory);
            if (submodule.isPresent()) {
                Snapshot snapshot = submodule.get().snapshot("");
                below.put(link.getKey(), snapshot);
                ids.put(link.getKey(), snapshot.treeId());
                snapshot.submodules().forEach((path, id) -> ids.put(link.getKey() + "/" + path, id));
                notes.addAll(snapshot.notes());
            } else {
                ids.put(link.getKey(), "commit " + link.getValue());
                notes.add("Submodule ‘" + FileNames.display(link.getKey())
                        + "’ is not checked out, so the build sees an empty folder in its place; to have it, run"
                        + " ‘git submodule update --init’.");
            }
        }
        String tree = found.links().isEmpty()
                ? found.tree()
                : overlay.without(found.tree(), found.links().keySet());
        return GitSnapshot.of(overlay, tree, root.isEmpty(), below, ids, notes);
    }

    private Optional<Sources> submodule(Path directory) throws IOException {
        if (!Files.exists(directory.resolve(".git"))) {
            return Optional.empty();
        }
        Sources known = submodules.get(directory.toString());
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Sources> opened =
                open(directory, List.of(""), scratch.resolve("submodule-" + (submodules.size() + 1)), caller);
        opened.ifPresent(sources -> submodules.put(directory.toString(), sources));
        return opened;
    }

    @Override
    public void close() throws IOException {
        FileTrees.delete(scratch);
    }
}
