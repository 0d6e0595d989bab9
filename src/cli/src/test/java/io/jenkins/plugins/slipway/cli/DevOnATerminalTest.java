package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who types {@code slipway dev} on a real terminal, makes a mistake, and presses Ctrl-C. */
class DevOnATerminalTest {
    /** What Ctrl-C sends. */
    private static final int INTERRUPT = 3;

    @TempDir
    Path folder;

    @Test
    void dev_names_the_line_of_a_mistake_and_leaves_the_terminal_and_the_machine_as_they_were() throws Exception {
        assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v script && command -v stty")
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0,
                "script and stty are not installed here");
        Path project = Files.createDirectories(folder.resolve("pings"));
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                applications:
                  pings: { type: "python:3.11" }
                objects:
                  pings: { script: deploy.py }
                """);
        String good = Files.readString(Path.of("../../examples/objects-python/deploy.py"));
        Files.writeString(project.resolve("deploy.py"), good);
        Process terminal = terminal(project);
        try (OutputStream keys = terminal.getOutputStream()) {
            says("is live in development");
            says("webhook ping  http://127.0.0.1:");
            says("action greet  slipway call greet --env development");

            Files.writeString(project.resolve("deploy.py"), good.replace("def ping(", "def ping(("));
            says("Changed: deploy.py");
            says("File \"deploy.py\", line ");
            says("What was live in development stays live: release 1.");

            keys.write(INTERRUPT);
            keys.flush();
            assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).as(said()).isTrue();
            assertThat(said())
                    .contains("ended with 130")
                    .contains("The last release that went live keeps serving in development");
            assertThat(Files.readString(folder.resolve("after")))
                    .as("the terminal's settings")
                    .isEqualTo(Files.readString(folder.resolve("before")));
            assertThat(ProcessHandle.allProcesses()
                            .map(process -> process.info().commandLine().orElse(""))
                            .filter(line -> line.contains("cli.Main dev") && line.contains(folder.toString())))
                    .isEmpty();
            assertThat(Run.with(environment(), project, "history", "development")
                            .out())
                    .contains("LIVE", "RESTORED");
            assertThat(Run.with(environment(), project, "log", "development/2").out())
                    .contains("SyntaxError");
        } finally {
            terminal.destroyForcibly();
            Run.with(environment(), project, "host", "stop");
        }
    }

    private Process terminal(Path project) throws Exception {
        Path script = Files.writeString(folder.resolve("dev.sh"), """
                trap : INT
                stty -g > %1$s/before
                %2$s -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%3$s' io.jenkins.plugins.slipway.cli.Main dev --dir %4$s
                echo "ended with $?"
                stty -g > %1$s/after
                """.formatted(
                        folder,
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        project));
        // Whoever runs the tests in the background has told all of its processes to ignore the interrupt.
        ProcessBuilder builder = new ProcessBuilder(
                        "env", "--default-signal=INT", "script", "-qfec", "sh " + script, "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        return builder.start();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("USER", "ada");
        environment.put("TERM", "xterm");
        environment.remove("SLIPWAY_HOME");
        return environment;
    }

    private void says(String text) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(said()).contains(text));
    }

    /** Without the colours. */
    private String said() throws Exception {
        return Files.readString(folder.resolve("said")).replaceAll("\u001b\\[[0-9;]*m", "");
    }
}
