package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway deploy} without {@code --release}, with several checkouts of one project on one machine. */
class DeployTakesTheReleaseOfThisCheckoutTest {
    @TempDir
    Path folder;

    private Path main;

    @BeforeEach
    void aRepository() throws Exception {
        main = Files.createDirectories(folder.resolve("main"));
        project(main);
        git(main, "init", "-q", "-b", "main");
        commit(main, "first");
    }

    @Test
    void another_branch_in_another_checkout_does_not_go_live_from_here() throws Exception {
        assertThat(build(main)).isEqualTo(1);
        Path feature = worktree("feature");
        edit(feature, "feature");
        commit(feature, "feature");
        assertThat(build(feature)).isEqualTo(2);

        Run here = dryRun(main);
        assertThat(here.document().path("release").asInt()).isEqualTo(1);
        assertThat(here.document().at("/notes/0").asString())
                .contains("Release 1 is used, as none is named", "Release 2 is newer but not meant");
        assertThat(dryRun(feature).document().path("release").asInt()).isEqualTo(2);
    }

    @Test
    void uncommitted_work_of_another_checkout_of_the_same_commit_is_not_taken() throws Exception {
        assertThat(build(main)).isEqualTo(1);
        Path feature = worktree("feature");
        edit(feature, "not committed");
        assertThat(build(feature)).isEqualTo(2);

        assertThat(dryRun(main).document().path("release").asInt()).isEqualTo(1);
        assertThat(dryRun(feature).document().path("release").asInt()).isEqualTo(2);

        edit(main, "other work");
        Run unclear = dryRun(main);
        assertThat(unclear.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(unclear.err())
                .contains(
                        "release 2 (made from uncommitted changes to ", "--release 2", "slipway build", "release 1 (");
    }

    @Test
    void an_earlier_commit_of_this_branch_will_do_and_is_said() throws Exception {
        assertThat(build(main)).isEqualTo(1);
        for (String text : List.of("two", "three")) {
            edit(main, text);
            commit(main, text);
        }

        Run here = dryRun(main);

        assertThat(here.document().path("release").asInt()).isEqualTo(1);
        assertThat(here.document().at("/notes/0").asString()).contains("2 commits before that of this checkout");
    }

    @Test
    void an_amended_or_squashed_commit_with_the_same_content_is_the_same() throws Exception {
        edit(main, "two");
        commit(main, "two");
        assertThat(build(main)).isEqualTo(1);

        git(main, "commit", "-q", "--amend", "-m", "two, in better words");

        Run here = dryRun(main);
        assertThat(here.document().path("release").asInt()).isEqualTo(1);
        assertThat(here.document().at("/notes/0").asString()).contains("exactly what this checkout holds");
    }

    @Test
    void a_merged_branch_is_no_part_of_this_one_until_it_is_built_here() throws Exception {
        assertThat(build(main)).isEqualTo(1);
        Path feature = worktree("feature");
        edit(feature, "feature");
        commit(feature, "feature");
        assertThat(build(feature)).isEqualTo(2);
        Files.writeString(main.resolve("more.txt"), "more");
        commit(main, "more");
        git(main, "merge", "-q", "--no-ff", "-m", "merged", "feature");

        assertThat(dryRun(main).document().path("release").asInt()).isEqualTo(1);
        assertThat(build(main)).isEqualTo(3);
        assertThat(dryRun(main).document().path("release").asInt()).isEqualTo(3);
    }

    @Test
    void where_no_release_is_of_this_line_the_candidates_are_named_and_nothing_is_deployed() throws Exception {
        Path other = folder.resolve("other");
        git(folder, "clone", "-q", main.toString(), other.toString());
        git(other, "checkout", "-q", "--orphan", "other");
        edit(other, "unrelated");
        commit(other, "unrelated");
        assertThat(build(other)).isEqualTo(1);

        Run refused = slipway(main, "deploy", "staging");

        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err())
                .contains("No release is of this checkout (branch ‘main’ at ", "release 1 (made from ", "--release 1");
        assertThat(dryRun(main, "--release", "1").code()).isZero();
    }

    @Test
    void a_detached_head_has_the_line_of_its_commit() throws Exception {
        assertThat(build(main)).isEqualTo(1);
        git(main, "checkout", "-q", "--detach");
        edit(main, "two");
        commit(main, "two");

        assertThat(dryRun(main).document().path("release").asInt()).isEqualTo(1);
    }

    @Test
    void a_shallow_clone_says_how_to_know_more() throws Exception {
        assertThat(build(main)).isEqualTo(1);
        edit(main, "two");
        commit(main, "two");
        Path clone = folder.resolve("clone");
        git(folder, "clone", "-q", "--depth", "1", "file://" + main, clone.toString());

        Run refused = dryRun(clone);

        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("git fetch --unshallow");
    }

    @Test
    void a_folder_without_git_takes_what_was_made_without_git() throws Exception {
        Path plain = Files.createDirectories(folder.resolve("plain"));
        project(plain);
        assertThat(build(plain)).isEqualTo(1);
        edit(plain, "two");

        assertThat(dryRun(plain).document().path("release").asInt()).isEqualTo(1);
        edit(main, "mine");
        Run refused = dryRun(main);
        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("release 1 (made without a commit by ");
    }

    private void project(Path at) throws Exception {
        Files.createDirectories(at.resolve(".slipway"));
        Files.writeString(at.resolve(".slipway/config.yaml"), """
                project: shop
                applications:
                  shop: { type: "python:3.11" }
                """);
        edit(at, "first");
    }

    private static void edit(Path at, String text) throws Exception {
        Files.writeString(at.resolve("code.py"), text);
    }

    private Path worktree(String branch) throws Exception {
        Path at = folder.resolve(branch);
        git(main, "worktree", "add", "-q", "-b", branch, at.toString());
        return at;
    }

    private void commit(Path at, String message) throws Exception {
        git(at, "add", "-A");
        git(at, "commit", "-q", "-m", message);
    }

    private void git(Path at, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-C", at.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor())
                .as(String.join(" ", command) + ": " + said)
                .isZero();
    }

    private int build(Path at) {
        Run run = slipway(at, "build", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        return run.document().path("release").asInt();
    }

    private Run dryRun(Path at, String... more) {
        List<String> arguments = new ArrayList<>(List.of("deploy", "staging", "--dry-run", "--json"));
        arguments.addAll(List.of(more));
        return slipway(at, arguments.toArray(String[]::new));
    }

    private Run slipway(Path at, String... arguments) {
        return Run.with(
                Map.of("HOME", folder.resolve("home").toString(), "USER", "ada", "PATH", System.getenv("PATH")),
                at,
                arguments);
    }
}
