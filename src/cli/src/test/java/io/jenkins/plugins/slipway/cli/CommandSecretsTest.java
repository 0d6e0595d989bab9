package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.host.HostControl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret reaches the hooks of the one act that it is given to, and stands nowhere after it. */
class CommandSecretsTest {
    private static final String SECRET = "correct-horse-battery";

    @TempDir
    private Path folder;

    @BeforeEach
    void project() throws Exception {
        Files.createDirectories(folder.resolve("shop/.slipway"));
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("shop/check"), """
                test "${#TOKEN}" = 21 && test "$WHO" = ada && echo "with $TOKEN of $WHO" >&2
                """);
        Files.writeString(folder.resolve("shop/.slipway/config.yaml"), """
                project: shop
                applications:
                  app:
                    type: java:17
                    source: { root: / }
                    hooks:
                      deploy: |
                        sh ./check
                        printf '%s' correct-horse; sleep 0; echo -battery
                      post_deploy: sh ./check
                    workers:
                      background: { commands: { start: "test -z \\"$TOKEN\\" && exec sleep 3600" } }
                data:
                  app: { version: "echo $TOKEN" }
                environments: { staging: { type: staging } }
                gates:
                  staging:
                    tests: [ { run: sh ./check } ]
                """);
        HostControl.of(folder.resolve("home")).start(0, null);
    }

    @AfterEach
    void stop() throws Exception {
        HostControl.of(folder.resolve("home")).stop(true);
    }

    private Run slipway(Map<String, String> env, String... args) {
        return Run.with(env, folder.resolve("shop"), args);
    }

    @Test
    void it_reaches_hooks_data_scripts_and_tests_and_stands_nowhere() throws Exception {
        String home = folder.resolve("home").toString();
        Map<String, String> env = Map.of("TOKEN", SECRET, "WHO", "ada", "PATH", System.getenv("PATH"));
        String[] given = {"--secret-env", "TOKEN", "--hook-env", "WHO", "--home", home, "--json"};

        assertThat(slipway(env, "build", "--home", home).code()).isZero();
        Run first = slipway(env, with(given, "deploy", "staging"));
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err()).contains("with **** of ada").doesNotContain(SECRET);
        Run again = slipway(env, with(given, "deploy", "staging"));
        assertThat(again.code()).as(again.err()).isZero();
        Run judged = slipway(env, with(given, "gate", "staging"));
        assertThat(judged.code()).as(judged.err()).isZero();
        assertThat(judged.err()).contains("with **** of ada");

        for (Run run : new Run[] {first, again, judged}) {
            assertThat(run.err() + run.out()).doesNotContain(SECRET);
        }
        assertThat(holdersOf(SECRET)).isEmpty();
    }

    @Test
    void without_it_the_hook_does_not_see_it_in_the_environment_of_the_command() throws Exception {
        String home = folder.resolve("home").toString();
        Map<String, String> env = Map.of("TOKEN", SECRET, "WHO", "ada", "PATH", System.getenv("PATH"));

        assertThat(slipway(env, "build", "--home", home).code()).isZero();
        assertThat(slipway(env, "deploy", "staging", "--home", home).code()).isEqualTo(1);
    }

    @Test
    void a_variable_that_is_not_there_is_bad_input() {
        String home = folder.resolve("home").toString();

        Run run = slipway(Map.of(), "deploy", "staging", "--home", home, "--secret-env", "TOKEN");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--secret-env ‘TOKEN’: the environment of this command has no variable");
    }

    private static String[] with(String[] options, String... verb) {
        return Stream.concat(Stream.of(verb), Stream.of(options)).toArray(String[]::new);
    }

    /** Every file below the state and the project that holds the text, but the project's own sources. */
    private Stream<Path> holders(String text) throws IOException {
        return Files.walk(folder).filter(Files::isRegularFile).filter(file -> {
            try {
                return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
            } catch (IOException e) {
                return false;
            }
        });
    }

    private List<Path> holdersOf(String text) throws IOException {
        try (Stream<Path> holders = holders(text)) {
            return holders.toList();
        }
    }
}
