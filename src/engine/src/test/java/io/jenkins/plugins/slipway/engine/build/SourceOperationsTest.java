package io.jenkins.plugins.slipway.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that change the source code work in a clone; only what they commit comes back. */
class SourceOperationsTest {
    @TempDir
    private Path folder;

    private TestProject shop;

    @BeforeEach
    void a_project() throws Exception {
        shop = new TestProject(folder).write("web/file", "one").write("api/file", "one");
    }

    @Test
    void what_an_operation_commits_is_taken_into_the_branch() throws Exception {
        declare("echo two > $NAME\ngit add $NAME\ngit commit -q -m \"Change $NAME\"", "true");

        SourceOperations.Outcome outcome = run("update", Map.of("NAME", "file"), false);

        assertThat(shop.project().resolve("web/file")).content().isEqualTo("two\n");
        assertThat(outcome.commits()).containsValue("Change file").containsKey(outcome.after());
        assertThat(outcome.branch()).isEqualTo("main");
        assertThat(outcome.applications()).containsExactly("web");
    }

    @Test
    void an_operation_sees_what_a_build_sees_and_no_remote() throws Exception {
        declare(
                "test \"$MODE\" = production\ntest -z \"$PLATFORM_RELATIONSHIPS\"\ntest -z \"$(git remote)\"\n"
                        + "test \"$PWD\" = \"$PLATFORM_SOURCE_DIR/web\"\ntest \"$PWD\" = \"$PLATFORM_APP_DIR\"\n"
                        + "echo rest > left-behind",
                "true");

        SourceOperations.Outcome outcome = run("update", Map.of(), false);

        assertThat(outcome.after()).isEqualTo(outcome.before());
        assertThat(outcome.dropped()).containsExactly("web/left-behind");
        assertThat(shop.project().resolve("web/left-behind")).doesNotExist();
    }

    @Test
    void applications_with_the_same_operation_take_turns_each_with_the_commits_before() throws Exception {
        declare(
                "echo web > ../turn\ngit add ..\ngit commit -q -m Web",
                "grep -q web ../turn\necho api >> ../turn\ngit commit -qam Api");

        SourceOperations.Outcome outcome = run("update", Map.of(), false);

        assertThat(shop.project().resolve("turn")).content().isEqualTo("web\napi\n");
        assertThat(List.copyOf(outcome.commits().values())).containsExactly("Api", "Web");
    }

    @Test
    void an_operation_that_fails_leaves_the_branch_as_it_was() throws Exception {
        declare("echo two > file\ngit commit -qam Half\nfalse", "true");

        assertThatThrownBy(() -> run("update", Map.of(), false))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("the operation ‘update’ exited with code 1");
        assertThat(shop.project().resolve("web/file")).content().isEqualTo("one");
    }

    @Test
    void a_history_that_leaves_out_commits_is_taken_only_when_that_is_meant() throws Exception {
        declare("git reset -q --hard HEAD~", "true");
        shop.write("web/file", "newer").commit();

        assertThatThrownBy(() -> run("update", Map.of(), false))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("--force")
                .hasMessageContaining("refs/slipway/operation");
        assertThat(shop.project().resolve("web/file")).content().isEqualTo("newer");

        run("update", Map.of(), true);

        assertThat(shop.project().resolve("web/file")).content().isEqualTo("one");
    }

    @Test
    void changes_that_are_not_committed_are_not_risked() throws Exception {
        declare("true", "true");
        shop.write("web/file", "by hand");

        assertThatThrownBy(() -> run("update", Map.of(), false))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("such as ‘web/file’");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git config filter.evil.clean 'touch MARK'; git config filter.evil.process 'touch MARK';"
                        + " echo '* filter=evil' > ../.gitattributes",
                "git config filter.evil.clean 'touch MARK'; echo '* filter=evil' > ../.git/info/attributes",
                "git config core.fsmonitor 'touch MARK'; git config core.pager 'touch MARK'; git config diff.external 'touch MARK'",
                "printf '#!/bin/sh\ntouch MARK\n' > ../.git/hooks/post-index-change; chmod +x ../.git/hooks/*",
                "printf '[filter \"evil\"]\nclean = touch MARK\n' > ../.git/more; git config include.path more;"
                        + " echo '* filter=evil' > ../.gitattributes",
                "git init -q ../sub; cd ../sub; git config user.name a; git config user.email a@b;"
                        + " git commit -q --allow-empty -m m; git config core.fsmonitor 'touch MARK'; cd ..;"
                        + " git -c advice.addEmbeddedRepo=false add sub; git commit -q -m sub; cd web; echo x > ../sub/x",
                "git config extensions.partialClone evil; git config remote.evil.promisor true;"
                        + " git config remote.evil.url 'ext::sh -c touch% MARK'; git config remote.evil.uploadpack 'touch MARK;'"
            })
    void nothing_that_an_operation_leaves_in_its_clone_is_run_outside(String script) throws Exception {
        assumeTrue(LocalProcessRunner.create().sandboxes() instanceof Sandboxes.Availability.Enforced);
        Path mark = folder.resolve("mark");
        declare(
                script.replace("MARK", mark.toString())
                        + "\ncd ../web; echo two > file; sleep 0; git status >/dev/null || true;"
                        + " echo three > file",
                "true");

        run("update", Map.of(), false);

        assertThat(mark).doesNotExist();
    }

    @Test
    void a_clone_that_leads_elsewhere_afterwards_is_not_looked_at() throws Exception {
        declare("rm -rf ../.git/objects; ln -s /somewhere ../.git/objects", "true");

        assertThatThrownBy(() -> run("update", Map.of(), false))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("The operation made ‘.git/objects’ of its clone into something");
        assertThat(shop.project().resolve("web/file")).content().isEqualTo("one");
    }

    @Test
    void an_unknown_operation_is_answered_with_the_nearest_one() throws Exception {
        declare("true", "true");

        assertThatThrownBy(() -> run("updaet", Map.of(), false))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("Did you mean ‘update’?");
    }

    private SourceOperations.Outcome run(String name, Map<String, String> variables, boolean force) {
        return new SourceOperations(LocalProcessRunner.create(), shop.home(), Clock.systemUTC())
                .run(
                        new SourceOperations.Request(shop.request(), name, variables, force),
                        BuildListener.none(),
                        Cancellation.never());
    }

    /** The web has operation ‘update’; the api too unless its command is ‘true’. */
    private void declare(String web, String api) throws IOException {
        shop.configure("""
                applications:
                  web:
                    type: java:17
                    variables: { env: { MODE: production } }
                    source:
                      root: web
                      operations:
                        update:
                          command: |
                %s
                    web: { commands: { start: ./run } }
                  api:
                    type: java:17
                    source:
                      root: api
                      operations:
                        %s:
                          command: |
                %s
                    web: { commands: { start: ./run } }
                """.formatted(web.indent(12), api.equals("true") ? "nothing" : "update", api.indent(12)));
        if (Files.notExists(shop.project().resolve(".git"))) {
            shop.git("init", "-q");
        }
        shop.commit();
    }
}
