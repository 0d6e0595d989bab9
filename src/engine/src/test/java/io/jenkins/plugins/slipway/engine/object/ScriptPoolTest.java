package io.jenkins.plugins.slipway.engine.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Operations in real, pooled processes. */
final class ScriptPoolTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path folder;

    private final ScriptPool pool = new ScriptPool(LocalProcessRunner.create(), 3);
    private final Said log = new Said();
    private ScriptSource source;

    @BeforeEach
    void unpack() throws Exception {
        source = new ScriptFolder(folder).write("deploy.js", """
                        import { writeFileSync } from 'node:fs';
                        import { defineAction } from 'slipway-sdk';
                        let runs = 0;
                        const seed = Math.random();
                        defineAction({ name: 'count', run: () => ({ seed, runs: ++runs }) });
                        defineAction({ name: 'print', run: () => { console.log('hello'); process.stdout.write('{"v":1,"id":"2"}\\n'); } });
                        defineAction({ name: 'throws', run: () => { throw new RangeError('too far'); } });
                        defineAction({ name: 'hangs', run: () => { for (;;); } });
                        defineAction({ name: 'eats', run: () => { const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1)); } });
                        defineAction({ name: 'writes', run: () => writeFileSync('deploy.js', '') });
                        """).source("deploy.js");
    }

    @AfterEach
    void end() {
        pool.close();
    }

    private JsonNode call(String action, Duration limit) throws Exception {
        return pool.call(
                source,
                new OperationCall(action, DeclaredObject.RUN, JsonNodeFactory.instance.nullNode(), null, limit, 128),
                log);
    }

    private JsonNode call(String action) throws Exception {
        return call(action, Duration.ofSeconds(20));
    }

    @Test
    void a_process_that_did_well_is_used_again_for_the_same_script_only() throws Exception {
        JsonNode first = call("count");
        JsonNode second = call("count");
        assertThat(second.path("seed")).isEqualTo(first.path("seed"));
        assertThat(second.path("runs").intValue()).isEqualTo(2);

        source = new ScriptSource(source.directory(), "deploy.js", "production", source.variables());
        assertThat(call("count").path("seed")).isNotEqualTo(first.path("seed"));
    }

    @Test
    void runs_at_the_same_time_have_processes_of_their_own() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<JsonNode>> calls = java.util.Collections.nCopies(6, () -> call("count"));
            Set<JsonNode> answers = new HashSet<>();
            for (Future<JsonNode> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            assertThat(answers).as("no run shares its turn with another").hasSize(6);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void what_a_script_prints_is_in_the_log_of_its_run_and_never_an_answer() throws Exception {
        assertThat(call("print").isNull()).isTrue();
        assertThat(call("count").path("runs").intValue()).isEqualTo(1);
        assertThat(log.toString()).contains("hello\n");
    }

    @Test
    void the_last_thing_that_a_run_prints_is_there_when_its_answer_is() throws Exception {
        for (int run = 1; run <= 100; run++) {
            call("print");
            assertThat(log.toString().split("hello\n", -1))
                    .as("after run " + run)
                    .hasSize(run + 1);
        }
        assertThat(log.toString()).as("only what was printed").doesNotContain("slipway ");
    }

    @Test
    void an_evaluation_leaves_its_process_for_the_operations_that_follow() throws Exception {
        Files.writeString(folder.resolve("once.js"), """
                        import { defineAction } from 'slipway-sdk';
                        console.log('evaluated');
                        defineAction({ name: 'count', run: () => 1 });
                        """);
        source = new ScriptSource(folder, "once.js", "staging", source.variables());

        new Evaluation(pool).evaluate(source, log);
        pool.call(
                source,
                new OperationCall(
                        "count",
                        DeclaredObject.RUN,
                        JsonNodeFactory.instance.nullNode(),
                        null,
                        Duration.ofSeconds(20),
                        DeclaredObject.DEFAULT_MEMORY),
                log);

        assertThat(log.toString()).isEqualTo("evaluated\n");
    }

    @Test
    void an_error_has_its_line_and_leaves_the_process_in_use() throws Exception {
        JsonNode before = call("count");
        assertThatThrownBy(() -> call("throws"))
                .isInstanceOf(OperationFailedException.class)
                .hasMessage("deploy.js:7:51: run of ‘throws’ failed: RangeError: too far")
                .asInstanceOf(type(OperationFailedException.class))
                .extracting(OperationFailedException::place)
                .isEqualTo(new SourcePlace("deploy.js", 7, 51));
        assertThat(call("count").path("seed")).isEqualTo(before.path("seed"));
    }

    @Test
    void a_run_that_hangs_is_ended_in_time() {
        assertThatThrownBy(() -> call("hangs", Duration.ofSeconds(1)))
                .isInstanceOf(OperationFailedException.class)
                .hasMessageStartingWith("run of ‘hangs’ took longer than 1 s");
    }

    @Test
    void a_script_that_never_reads_its_large_input_is_ended_in_time_and_holds_nobody_up() throws Exception {
        Files.writeString(folder.resolve("deaf.py"), "while True: pass\n");
        source = new ScriptSource(folder, "deaf.py", "staging", source.variables());
        OperationCall large = new OperationCall(
                "any", DeclaredObject.RUN, JSON.valueToTree("x".repeat(1 << 20)), null, Duration.ofSeconds(1), 256);
        for (int call = 0; call < 4; call++) {
            assertThatThrownBy(() -> pool.call(source, large, log))
                    .isInstanceOf(OperationFailedException.class)
                    .hasMessageContaining("took longer than 1 s");
        }
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("objects-send"));
    }

    @Test
    void a_run_that_eats_memory_dies_alone() throws Exception {
        assertThatThrownBy(() -> call("eats")).isInstanceOf(OperationFailedException.class);
        assertThat(call("count").path("runs").intValue()).isEqualTo(1);
    }

    @Test
    void a_run_cannot_change_the_artifact() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                io.jenkins.plugins.slipway.engine.process.Sandboxes.availability()
                        instanceof io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability.Enforced);
        assertThatThrownBy(() -> call("writes")).hasMessageContaining("EROFS");
    }
}
