package io.jenkins.plugins.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.ProcessEnvironment;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs about objects, on a project in Python: no package is needed for it. */
class ObjectsVerbsTest {
    @TempDir
    static Path folder;

    private static Path project;
    private static String script;

    @BeforeAll
    static void aProjectIsDeployed() throws IOException {
        project = Files.createDirectories(folder.resolve("pings"));
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                applications:
                  pings: { type: "python:3.11" }
                objects:
                  pings: { script: deploy.py }
                """);
        script = Files.readString(Path.of("../../examples/objects-python/deploy.py"));
        Files.writeString(project.resolve("deploy.py"), script);
        assertThat(slipway("build").code()).isZero();
    }

    @AfterAll
    static void stop() {
        slipway("host", "stop");
    }

    private static Run slipway(String... arguments) {
        return Run.with(environment(), project, arguments);
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("USER", "ada");
        environment.remove("SLIPWAY_HOME");
        return environment;
    }

    @Test
    void what_a_deployment_would_do_is_said_and_then_done_and_listed_and_called() {
        // The other test may have left a release with a mistake as the newest.
        assertThat(slipway("build").code()).isZero();
        Run dry = slipway("deploy", "staging", "--dry-run");
        assertThat(dry.out()).contains("pings: create action greet", "pings: create webhook ping", "pings: 2 create");

        Run deployed = slipway("deploy", "staging");
        assertThat(deployed.code()).as(deployed.err()).isZero();

        Run listed = slipway("objects", "staging");
        assertThat(listed.out()).contains("webhook  ping", "/_slipway/hooks/");
        assertThat(slipway("objects", "staging", "--pending").out()).contains("Nothing is pending in staging.");
        assertThat(slipway("objects", "staging", "--json").document().at("/objects"))
                .hasSize(2);

        Run called = slipway("call", "greet", "--env", "staging", "--input", "{\"name\":\"Ann\"}");
        assertThat(called.document().at("/greeting").asString()).isEqualTo("Hello Ann");
        Run failed = slipway("call", "greet", "--env", "staging", "--input", "{}");
        assertThat(failed.code()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.err()).contains("deploy.py:").contains("KeyError");
        Run wrong = slipway("call", "greet", "--env", "staging", "--input", "{");
        assertThat(wrong.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(wrong.err()).contains("--input is not JSON");

        assertThat(slipway("reconcile", "staging").out()).contains("Subscriptions of staging are as declared.");
        Run given = slipway("reconcile", "staging", "--give-up", "nothing");
        assertThat(given.err()).contains("--give-up needs --reason");
    }

    @Test
    void dev_deploys_on_every_change_and_keeps_the_last_good_list() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, UTF_8);
        Cancellation interrupt = new Cancellation();
        ProcessEnvironment processEnvironment =
                ProcessEnvironment.of(environment(), project, stream, stream).with(interrupt);
        CompletableFuture<Integer> dev = CompletableFuture.supplyAsync(() -> Main.run(processEnvironment, "dev"));
        try {
            says(said, "is live in development");

            Files.writeString(project.resolve("deploy.py"), script.replace("Hello ", "Welcome "));
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(said.toString(UTF_8).split("is live in development"))
                            .hasSizeGreaterThan(2));
            assertThat(greeting()).isEqualTo("Welcome Ann");

            Files.writeString(project.resolve("deploy.py"), "mistake here\n" + script);
            says(said, "What was live in development stays live: release");
            assertThat(greeting()).isEqualTo("Welcome Ann");
            assertThat(slipway("history", "development").out())
                    .contains("RESTORED")
                    .contains("evaluating ‘deploy.py’");
        } finally {
            interrupt.cancel();
            assertThat(dev.get()).isZero();
            Files.writeString(project.resolve("deploy.py"), script);
        }
    }

    private static String greeting() {
        return slipway("call", "greet", "--input", "{\"name\":\"Ann\"}")
                .document()
                .at("/greeting")
                .asString();
    }

    private static void says(ByteArrayOutputStream said, String text) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(said.toString(UTF_8)).contains(text));
    }
}
