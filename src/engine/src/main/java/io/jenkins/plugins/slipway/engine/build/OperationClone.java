package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.FileNames;
import io.jenkins.plugins.slipway.engine.build.source.Git;
import io.jenkins.plugins.slipway.engine.build.source.GitRepository;
import io.jenkins.plugins.slipway.engine.environment.PlatformVariables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The user's repository, and a clone of it in which an operation works: with the branch that is checked out, without remotes and tags.
 *
 * @param branch its name
 * @param head its commit
 */
record OperationClone(GitRepository repository, String branch, String head) {
    private static final byte[] NOTHING = {};

    /**
     * @throws BadInputException if the directory is in no repository
     * @throws RefusedException if it has changes, no commit or no branch
     */
    static OperationClone of(Path directory, Map<String, String> caller) throws IOException {
        GitRepository repository = GitRepository.of(directory, caller)
                .orElseThrow(
                        () -> new BadInputException(
                                directory
                                        + " is not in a Git repository. Source operations make commits: run ‘git init’ and commit the project"));
        Git git = repository.git().at(repository.top());
        Git.Answer head = git.ask(NOTHING, "rev-parse", "--verify", "--quiet", "HEAD");
        Git.Answer branch = git.ask(NOTHING, "symbolic-ref", "--quiet", "--short", "HEAD");
        if (!head.ok() || !branch.ok()) {
            throw new RefusedException("In " + repository.top() + " "
                    + (branch.ok()
                            ? "nothing is committed yet. Commit the project first"
                            : "no branch is checked out. Check one out, as it takes the operation's commits")
                    + ".");
        }
        List<String> changed =
                git.need("status", "--porcelain", "--untracked-files=no", "-z").records();
        if (!changed.isEmpty()) {
            throw new RefusedException("In " + repository.top() + " there are changes that are not committed, such as ‘"
                    + FileNames.display(changed.get(0).substring(3))
                    + "’. An operation starts from a commit: commit or stash them first.");
        }
        return new OperationClone(repository, text(branch), text(head));
    }

    /** A directory of the project from the top of the repository. */
    String pathOf(String root) {
        return repository.pathOf(root);
    }

    /** Makes the clone. */
    Path make(Path destination) throws IOException {
        Git git = repository.git().at(repository.top());
        git.need(
                "clone",
                "--quiet",
                "--no-hardlinks",
                "--no-tags",
                "--single-branch",
                "--branch",
                branch,
                "--",
                repository.top().toString(),
                destination.toString());
        Git inside = git.at(destination);
        inside.need("remote", "remove", "origin");
        for (String setting : List.of("user.name", "user.email")) {
            Git.Answer own = git.ask(NOTHING, "config", setting);
            String usual = setting.equals("user.name") ? "Slipway" : "slipway@localhost";
            inside.need("config", setting, own.ok() && !text(own).isEmpty() ? text(own) : usual);
        }
        Files.writeString(
                destination.resolve(".git/info/exclude"),
                PlatformVariables.GLOBAL + "/\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return destination;
    }

    /** Git's name of an application's directory in the clone. */
    String treeOf(Path clone, String root) throws IOException {
        return text(repository.git().at(clone).need("rev-parse", "HEAD:" + root));
    }

    /**
     * Takes what was committed in the clone.
     *
     * @throws RefusedException if that would lose commits, or the branch has moved meanwhile; what was committed is kept under a name
     */
    SourceOperations.Outcome take(Path clone, List<String> applications, boolean force) throws IOException {
        Git inside = repository.git().at(clone);
        String after = text(inside.need("rev-parse", "HEAD"));
        List<String> dropped = inside.need("status", "--porcelain", "--ignore-submodules=all", "-z").records().stream()
                .map(record -> FileNames.display(record.length() > 3 ? record.substring(3) : record))
                .toList();
        Map<String, String> commits = new LinkedHashMap<>();
        for (String line :
                inside.need("log", "--format=%H %s", "-z", head + ".." + after).records()) {
            commits.put(line.substring(0, line.indexOf(' ')), utf8(line.substring(line.indexOf(' ') + 1)));
        }
        if (!after.equals(head)) {
            move(inside, clone, after, force);
        }
        return new SourceOperations.Outcome(branch, head, after, applications, commits, dropped);
    }

    private void move(Git inside, Path clone, String after, boolean force) throws IOException {
        Git git = repository.git().at(repository.top());
        boolean follows =
                inside.ask(NOTHING, "merge-base", "--is-ancestor", head, after).ok();
        git.need("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", clone.toString(), after);
        if (!follows && !force) {
            throw kept(
                    git,
                    after,
                    "The operation drops commits that branch ‘" + branch
                            + "’ has. Run it again with --force if that is intended");
        }
        if (!text(git.need("rev-parse", "HEAD")).equals(head)) {
            throw kept(git, after, "Branch ‘" + branch + "’ has moved while the operation ran. Run it again");
        }
        Git.Answer moved = follows
                ? git.ask(NOTHING, "merge", "--quiet", "--ff-only", after)
                : git.ask(NOTHING, "reset", "--quiet", "--keep", after);
        if (!moved.ok()) {
            throw kept(
                    git,
                    after,
                    "Git refused to move branch ‘" + branch + "’: "
                            + moved.said().strip());
        }
    }

    private RefusedException kept(Git git, String after, String why) throws IOException {
        String name = "refs/slipway/operation";
        git.need("update-ref", name, after);
        return new RefusedException(why + ". The branch is unchanged; what the operation committed is at " + name + " ("
                + after.substring(0, 10) + ").");
    }

    private static String text(Git.Answer answer) {
        return new String(answer.output(), StandardCharsets.UTF_8).strip();
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
