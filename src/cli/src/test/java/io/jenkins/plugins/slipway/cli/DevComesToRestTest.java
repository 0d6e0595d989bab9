package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files change by themselves: logs, data, the command's own output. {@code slipway dev} gets things live all the same. */
class DevComesToRestTest {
    @TempDir
    Path folder;

    private Path project;
    private Process dev;

    @BeforeEach
    void aProject() throws Exception {
        project = Files.createDirectories(folder.resolve("shop"));
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                applications:
                  shop:
                    type: "python:3.11"
                    source: { root: app }
                """);
        Files.createDirectories(project.resolve("app"));
        Files.writeString(project.resolve("app/code.py"), "version = 1\n");
    }

    @AfterEach
    void stop() throws Exception {
        if (dev != null) {
            dev.destroy();
            assertThat(dev.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        Run.with(environment(), project, "host", "stop");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void output_that_goes_into_the_sources_is_none_of_them(boolean inGit) throws Exception {
        if (inGit) {
            git("init", "-q");
        }
        Path said = project.resolve("app/dev.log");
        start(said);
        says(said, "Release 1 is live in development");

        Files.writeString(project.resolve("app/code.py"), "version = 2\n");

        says(said, "Release 2 is live in development");
        assertThat(Files.readString(said))
                .doesNotContain("dev.log", "Overtaken")
                .containsOnlyOnce("Changed: ");
    }

    @Test
    void a_file_that_never_rests_is_named_once_and_holds_nothing_up() throws Exception {
        git("init", "-q");
        Path said = folder.resolve("said");
        CountDownLatch enough = new CountDownLatch(1);
        Thread writer = new Thread(() -> writeWithoutRest(enough));
        writer.start();
        try {
            start(said);
            says(said, "data.txt changes in each round");
            says(said, "is live in development");
            Files.writeString(project.resolve("app/code.py"), "version = 2\n");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Files.readString(said).split("is live in development").length > 2);
        } finally {
            enough.countDown();
            writer.join();
        }
        assertThat(Files.readString(said)).containsOnlyOnce("Changed: app/data.txt");
        assertThat(Files.readString(said).split("Superseded by a newer change", -1).length - 1)
                .isLessThanOrEqualTo(4);
    }

    @Test
    void what_git_ignores_and_what_no_application_is_made_of_starts_nothing() throws Exception {
        git("init", "-q");
        Files.writeString(project.resolve(".gitignore"), "*.cache\n");
        Path said = folder.resolve("said");
        start(said);
        says(said, "Release 1 is live in development");

        Files.writeString(project.resolve("app/some.cache"), "x");
        Files.writeString(project.resolve("README.md"), "x");
        Files.writeString(
                project.resolve(".slipway/config.yaml"), "# a comment\n", java.nio.file.StandardOpenOption.APPEND);
        Files.writeString(project.resolve("app/server.log"), "x");
        Files.writeString(project.resolve("app/code.py"), "version = 2\n");

        says(said, "Release 2 is live in development");
        assertThat(Files.readString(said))
                .contains("Changed: app/code.py")
                .containsOnlyOnce("app/server.log, which by its name is not a source")
                .doesNotContain("some.cache", "README.md", "config.yaml", "Overtaken", "Release 3");
    }

    private void writeWithoutRest(CountDownLatch enough) {
        try {
            do {
                Files.writeString(project.resolve("app/data.txt"), String.valueOf(System.nanoTime()));
            } while (!enough.await(20, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void start(Path said) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.jenkins.plugins.slipway.cli.Main",
                        "dev",
                        "--dir",
                        project.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        dev = builder.start();
    }

    private void git(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 3];
        System.arraycopy(new String[] {"git", "-C", project.toString()}, 0, command, 0, 3);
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("USER", "ada");
        environment.remove("SLIPWAY_HOME");
        return environment;
    }

    private static void says(Path said, String text) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(Files.readString(said)).contains(text));
    }
}
