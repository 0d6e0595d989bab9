package io.jenkins.plugins.slipway.engine.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts in real processes: what they declare, and how they fail to. */
final class EvaluationTest {
    @TempDir
    Path folder;

    private final ScriptPool pool = new ScriptPool(LocalProcessRunner.create(), 3);
    private final Evaluation evaluation = new Evaluation(pool);
    private final Said log = new Said();
    private ScriptFolder artifact;

    @BeforeEach
    void unpack() throws Exception {
        artifact = new ScriptFolder(folder);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void a_script_is_run_once_and_its_definitions_make_the_list() throws Exception {
        artifact.write("deploy.js", """
                import { defineAction, defineWebhook } from 'slipway-sdk';
                console.log('evaluated in', process.env.STAGE, Object.keys(process.env).filter((k) => k.includes('SECRET')).length);
                const ticket = defineAction({ name: 'ticket', timeout: 5, input: { type: 'object' }, run() {} });
                defineWebhook({ name: 'issues', uses: [ticket], run() {}, subscribe() {}, unsubscribe() {} });
                """);

        DeployList list = evaluation.evaluate(artifact.source("deploy.js", "STAGE", "staging"), log);

        assertThat(list.objects()).extracting(DeclaredObject::name).containsExactly("ticket", "issues");
        assertThat(list.objects().get(0).timeout()).isEqualTo(5);
        assertThat(list.objects().get(1).uses()).containsExactly("ticket");
        assertThat(list.objects().get(1).operations()).containsExactly("run", "subscribe", "unsubscribe");
        assertThat(list.objects().get(1).place()).isEqualTo(new SourcePlace("deploy.js", 4, 1));
        assertThat(log.toString()).isEqualTo("evaluated in staging 0\n");
    }

    @Test
    void a_script_that_throws_makes_no_list_and_its_line_is_named() throws Exception {
        artifact.write("deploy.js", """
                import { defineAction } from 'slipway-sdk';
                defineAction({ name: 'fine', run() {} });
                null.nothing;
                """);

        assertThatThrownBy(() -> evaluation.evaluate(artifact.source("deploy.js"), log))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageStartingWith("deploy.js:3:6: evaluating ‘deploy.js’ failed: TypeError: Cannot read")
                .hasMessageEndingWith("there is no deploy list, nothing was changed");
    }

    @Test
    void duplicate_names_and_relations_to_nothing_are_refused_together() throws Exception {
        artifact.write("deploy.js", """
                import { defineAction } from 'slipway-sdk';
                defineAction({ name: 'twice', run() {} });
                defineAction({ name: 'twice', run() {} });
                defineAction({ name: 'lost', uses: ['nowhere'], run() {} });
                """);

        assertThatThrownBy(() -> evaluation.evaluate(artifact.source("deploy.js"), log))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("deploy.js:3:1: the name ‘twice’ is taken by deploy.js:2:1")
                .hasMessageContaining("deploy.js:4:1: ‘lost’ uses ‘nowhere’, which is not defined");
    }

    @Test
    void a_script_that_ends_or_hangs_or_lies_makes_no_list() throws Exception {
        artifact.write("deploy.js", "process.exit(3);");
        assertThatThrownBy(() -> evaluation.evaluate(artifact.source("deploy.js"), log))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("the process ended without an answer (exited with code 3)");

        artifact.write(
                "liar.py",
                "import os\nos.write(4, b'{\"v\":1,\"id\":\"99\",\"type\":\"list\",\"objects\":[]}\\n')\ninput()");
        assertThatThrownBy(() -> evaluation.evaluate(artifact.source("liar.py"), log))
                .hasMessageContaining("was answered by a message that does not belong to it");

        artifact.write("flood.py", "import os\nwhile True: os.write(4, b'x' * 65536)");
        assertThatThrownBy(() -> evaluation.evaluate(artifact.source("flood.py"), log))
                .hasMessageContaining("an answer is longer than 8 MiB");
    }

    @Test
    void what_is_missing_in_the_artifact_is_named_with_the_cure() throws Exception {
        assertThatThrownBy(() -> evaluation.evaluate(artifact.source("gone.js"), log))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("The artifact has no file ‘gone.js’");
        assertThatThrownBy(() -> evaluation.evaluate(artifact.source("../../etc/passwd"), log))
                .hasMessageContaining("The artifact has no file ‘../../etc/passwd’");
        artifact.write("deploy.js", "");
        Files.delete(folder.resolve("node_modules/slipway-sdk/bin/slipway-sdk.js"));
        assertThatThrownBy(() -> evaluation.evaluate(artifact.source("deploy.js"), log))
                .hasMessageContaining("add slipway-sdk to the dependencies in package.json");
    }

    @Test
    void another_language_needs_no_package() throws Exception {
        Path example = Path.of("../../examples/objects-python/deploy.py");
        assertThat(Files.readAllLines(example)).hasSizeLessThanOrEqualTo(60);
        artifact.write("deploy.py", Files.readString(example));

        DeployList list = evaluation.evaluate(artifact.source("deploy.py"), log);

        assertThat(list.objects()).extracting(DeclaredObject::name).containsExactly("greet", "ping");
        assertThat(String.valueOf(list.objects().get(1).place())).startsWith("deploy.py:");
    }
}
