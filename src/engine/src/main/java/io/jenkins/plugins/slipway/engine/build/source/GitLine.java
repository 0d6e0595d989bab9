package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.artifact.Manifest.SourceFile;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commits that the branch of a checkout has had, the newest first. Those of merged branches are not among them. */
public final class GitLine {
    private final GitRepository repository;

    private GitLine(GitRepository repository) {
        this.repository = repository;
    }

    /**
     * The line of the working tree that holds the directory; empty if none does, or Git is told to ignore the directory.
     *
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if there is a repository that Git cannot read
     */
    public static Optional<GitLine> of(Path directory, Map<String, String> caller) throws IOException {
        Optional<GitRepository> found = GitRepository.of(directory, caller);
        return found.isEmpty() || GitSources.isIgnored(found.get()) ? Optional.empty() : found.map(GitLine::new);
    }

    /** The branch that is checked out; empty if none is. */
    public String branch() throws IOException {
        Git.Answer answer = repository.git().ask(new byte[0], "symbolic-ref", "--quiet", "--short", "HEAD");
        return answer.ok() ? new String(answer.output(), StandardCharsets.UTF_8).strip() : "";
    }

    /** Each commit with how many were made after it; empty if there is none yet. */
    public Map<String, Integer> commits() throws IOException {
        Git.Answer answer = repository.git().ask(new byte[0], "rev-list", "--first-parent", "HEAD");
        Map<String, Integer> commits = new LinkedHashMap<>();
        if (answer.ok()) {
            answer.lines().forEach(commit -> commits.put(commit, commits.size()));
        }
        return commits;
    }

    /** Whether older commits are missing from this clone. */
    public boolean isShallow() throws IOException {
        return GitOverlay.line(repository.git().need("rev-parse", "--is-shallow-repository"))
                .equals("true");
    }

    /** The source trees of applications in a commit, as a build of just that commit has them. Empty if that cannot be told. */
    public Optional<Map<String, String>> trees(String commit, ProjectConfig config) {
        Map<String, String> trees = new HashMap<>();
        try {
            for (ApplicationConfig application : config.applications().values()) {
                String root = application.root();
                Git git = repository.git();
                Git.Answer found = git.ask(
                        new byte[0], "rev-parse", "--verify", "--quiet", commit + ":" + repository.pathOf(root));
                if (!found.ok()) {
                    return Optional.empty();
                }
                String tree = GitOverlay.line(found);
                List<SourceFile> files = GitSnapshot.files(git, tree, root.isEmpty());
                if (files.stream().anyMatch(file -> file.id().startsWith("160000"))) {
                    // A release names the tree without its submodules, which exists nowhere.
                    return Optional.empty();
                }
                String whole = root.isEmpty() ? GitSnapshot.withoutOwn(git, tree) : tree;
                trees.put(application.name(), PartialSnapshot.tree(files, IgnoreRules.of(application), whole));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(trees);
    }
}
