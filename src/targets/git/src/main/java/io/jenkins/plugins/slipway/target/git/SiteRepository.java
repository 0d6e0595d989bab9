package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.FileTrees;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A repository without a work tree, in a folder of its own, that talks to the site's. */
final class SiteRepository {
    /** An address that does not answer is no reason to wait for long. */
    private static final Duration QUESTION = Duration.ofMinutes(1);

    private static final Duration TRANSFER = Duration.ofHours(1);
    private static final String SEEN = "refs/slipway/seen";
    private static final String MADE = "refs/slipway/made";
    private static final String REMOTE = "site";

    private final Site site;
    private final Access access;
    private final Path folder;
    private int nameLength = 40;

    private SiteRepository(Site site, Access access, Path folder) {
        this.site = site;
        this.access = access;
        this.folder = folder;
    }

    /** @param above folder that the repository's folder is made in when it is needed */
    static SiteRepository under(Path above, Site site, Access access) {
        return new SiteRepository(site, access, above.resolve(UUID.randomUUID().toString()));
    }

    /** The one that another process has left; empty if it is gone. */
    static Optional<SiteRepository> left(Path above, String name, Site site, Access access) {
        Path folder = above.resolve(name);
        return name.matches("[0-9a-f-]{36}") && Files.isDirectory(folder.resolve("git"))
                ? Optional.of(new SiteRepository(site, access, folder))
                : Optional.empty();
    }

    String name() {
        return folder.getFileName().toString();
    }

    int nameLength() {
        return nameLength;
    }

    /** Names of objects here are in the form of that one, as they are in the site's repository. */
    void nameLike(String commit) {
        nameLength = commit.length();
    }

    /** Ends what a dead deployer has left at work here. */
    void endLeftProcess() {
        GitProcess.endNoted(folder.resolve("process"));
    }

    void delete() {
        try {
            FileTrees.delete(folder);
        } catch (IOException e) {
            // A folder that cannot be removed is in nobody's way.
            return;
        }
    }

    /** The commit that the branch is at; null if there is no branch. Asks the server. */
    @Nullable
    String head(Cancellation cancellation) throws InterruptedException {
        GitProcess.Answer answer =
                talk(QUESTION, cancellation, List.of("ls-remote", "--", site.repository(), site.ref()));
        if (!answer.ok()) {
            throw unreachable(answer);
        }
        for (String line : answer.line().split("\n")) {
            String[] words = line.split("\t");
            if (words.length == 2 && words[1].equals(site.ref()) && words[0].matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
                nameLength = words[0].length();
                return words[0];
            }
        }
        return null;
    }

    private RefusedException unreachable(GitProcess.Answer answer) {
        String said = access.masked(answer.said());
        return new RefusedException("The Git repository " + site.repository() + " does not answer as it should: "
                + (said.isEmpty() ? "‘git’ exited with code " + answer.code() : said.replace("\n", " ")) + ". "
                + access.lookedFor());
    }

    /**
     * Gets the newest commits of the branch.
     *
     * @param filter what is left out where the server can do so, such as {@code blob:none}
     */
    void fetch(int depth, String filter, Cancellation cancellation) throws InterruptedException {
        fetch(List.of("--depth=" + depth, "--filter=" + filter), cancellation);
    }

    /** Gets all of the branch, so that it can be pushed again when the server has given it up. */
    void fetchAll(Cancellation cancellation) throws InterruptedException {
        fetch(List.of(), cancellation);
    }

    private void fetch(List<String> options, Cancellation cancellation) throws InterruptedException {
        init();
        List<String> arguments = new ArrayList<>(List.of("fetch", "--quiet", "--no-tags"));
        arguments.addAll(options);
        arguments.addAll(List.of(REMOTE, "+" + site.ref() + ":" + SEEN));
        GitProcess.Answer answer = talk(TRANSFER, cancellation, arguments);
        if (!answer.ok()) {
            throw unreachable(answer);
        }
    }

    void init() throws InterruptedException {
        Path git = folder.resolve("git");
        if (!Files.exists(git)) {
            local(
                    "init",
                    "--quiet",
                    "--bare",
                    "--template=",
                    "--object-format=" + ObjectName.format(nameLength),
                    "git");
            local("--git-dir=git", "remote", "add", REMOTE, site.repository());
        }
    }

    /** Whether one commit is another or comes before it. */
    boolean isAncestor(String older, String newer) throws InterruptedException {
        return ask(GitProcess.NOTHING, List.of("--git-dir=git", "merge-base", "--is-ancestor", older, newer))
                .ok();
    }

    boolean has(String commit) throws InterruptedException {
        return ask(GitProcess.NOTHING, List.of("--git-dir=git", "cat-file", "-e", commit + "^{tree}"))
                .ok();
    }

    /** The commits that were fetched, newest first along the first parents. */
    List<String> fetched() throws InterruptedException {
        return List.of(local("--git-dir=git", "rev-list", "--first-parent", SEEN)
                .line()
                .split("\n"));
    }

    byte[] stored(String commit) throws InterruptedException {
        return local("--git-dir=git", "cat-file", "commit", commit).output();
    }

    String tree(String commit) throws InterruptedException {
        return local("--git-dir=git", "rev-parse", commit + "^{tree}").line();
    }

    /** All files of a commit, by path as {@code FileNames} has it: mode and name of the object. */
    byte[] listing(String commit) throws InterruptedException {
        return local("--git-dir=git", "ls-tree", "-r", "-z", "--full-tree", commit)
                .output();
    }

    /**
     * Makes files, and says which tree they are.
     *
     * @param from the commit that they are changes to; null for none
     * @param changes writes them as {@code git fast-import} reads them
     */
    String importing(@Nullable String from, GitProcess.Input changes) throws InterruptedException {
        GitProcess.Input commands = out -> {
            SiteFiles.line(out, "commit " + MADE);
            SiteFiles.line(out, "committer Slipway <slipway@localhost> 0 +0000");
            SiteFiles.line(out, "data 0");
            if (from != null) {
                SiteFiles.line(out, "from " + from);
            }
            changes.to(out);
            SiteFiles.line(out, "done");
        };
        require(ask(commands, List.of("--git-dir=git", "fast-import", "--quiet", "--done", "--force")), "fast-import");
        return tree(MADE);
    }

    /** Makes a commit. */
    String commit(String tree, @Nullable String parent, String message, long seconds) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--git-dir=git", "commit-tree", tree));
        if (parent != null) {
            arguments.addAll(List.of("-p", parent));
        }
        int mail = site.author().lastIndexOf('<');
        String name = site.author().substring(0, mail).strip();
        String address = site.author().substring(mail + 1, site.author().length() - 1);
        String date = seconds + " +0000";
        Map<String, String> who = Map.of(
                "GIT_AUTHOR_NAME", name,
                "GIT_AUTHOR_EMAIL", address,
                "GIT_AUTHOR_DATE", date,
                "GIT_COMMITTER_NAME", name,
                "GIT_COMMITTER_EMAIL", address,
                "GIT_COMMITTER_DATE", date);
        return require(ask(out -> out.write(message.getBytes(StandardCharsets.UTF_8)), arguments, who), "commit-tree")
                .line();
    }

    /**
     * Moves the branch, if it is where it is expected.
     *
     * @param commit null to remove the branch
     * @param expected null if there is to be no branch
     */
    GitProcess.Answer push(@Nullable String commit, @Nullable String expected, Cancellation cancellation)
            throws InterruptedException {
        String lease = "--force-with-lease=" + site.ref() + ":" + (expected == null ? "" : expected);
        return talk(
                TRANSFER,
                cancellation,
                List.of(
                        "push",
                        "--porcelain",
                        "--no-verify",
                        // Differences to files that are not here would have to be fetched first.
                        "--no-thin",
                        lease,
                        REMOTE,
                        (commit == null ? "" : commit) + ":" + site.ref()));
    }

    private GitProcess.Answer talk(Duration timeout, Cancellation cancellation, List<String> arguments)
            throws InterruptedException {
        try {
            PrivateFiles.createDirectories(folder);
            List<String> options = new ArrayList<>(access.options());
            if (Files.exists(folder.resolve("git"))) {
                options.add("--git-dir=git");
            }
            return new GitProcess(folder, access.environment(folder), options)
                    .run(timeout, cancellation, folder.resolve("process"), GitProcess.NOTHING, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GitProcess.Answer local(String... arguments) throws InterruptedException {
        return require(ask(GitProcess.NOTHING, List.of(arguments)), arguments[0]);
    }

    private GitProcess.Answer require(GitProcess.Answer answer, String what) {
        if (!answer.ok()) {
            throw new LifecycleFailedException("‘git " + what + "’ failed: "
                    + (answer.said().isEmpty() ? "code " + answer.code() : access.masked(answer.said())));
        }
        return answer;
    }

    private GitProcess.Answer ask(GitProcess.Input input, List<String> arguments) throws InterruptedException {
        return ask(input, arguments, Map.of());
    }

    private GitProcess.Answer ask(GitProcess.Input input, List<String> arguments, Map<String, String> more)
            throws InterruptedException {
        try {
            PrivateFiles.createDirectories(folder);
            Map<String, String> environment = new HashMap<>(access.environment(folder));
            environment.putAll(more);
            return new GitProcess(folder, environment, access.options())
                    .run(TRANSFER, Cancellation.never(), null, input, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
