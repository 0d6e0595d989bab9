package io.jenkins.plugins.slipway.engine.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class VariablesActInsideTheSandboxOnlyTest {
    private static final Path APP = Path.of("/app");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private Path project;
    private Saboteur saboteur;

    @BeforeEach
    void sabotage() throws Exception {
        project = Files.createDirectory(folder.resolve("project"));
        saboteur = Saboteur.in(project, folder.resolve("caught"));
        saboteur.provesItself();
    }

    @Test
    void no_variable_of_a_project_makes_a_program_outside_run_its_files() throws Exception {
        LocalProcessRunner runner = sandboxes();
        for (Map.Entry<String, String> one : saboteur.variables().entrySet()) {
            run(runner, List.of("/usr/bin/true"), Map.of(one.getKey(), one.getValue()));
            assertThat(saboteur.caught()).as(one.getKey()).isEmpty();
        }
        run(runner, List.of("/usr/bin/true"), saboteur.variables());
        assertThat(saboteur.caught()).isEmpty();
    }

    /** Names and values of every kind reach the command as they are, and nothing but the command. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_variables_there_are_they_arrive_unchanged_and_run_nothing_outside(long seed) throws Exception {
        Map<String, String> variables = random(new Random(seed));

        Completion completion = run(sandboxes(), List.of("/usr/bin/env", "-0"), variables);

        assertThat(completion.succeeded()).as(output.toString(UTF_8)).isTrue();
        Map<String, String> arrived = environment(output.toString(UTF_8));
        arrived.remove("PWD");
        assertThat(arrived).isEqualTo(variables);
        assertThat(saboteur.caught()).isEmpty();
    }

    /** There is no border then, and the command itself is the project's; but it is the first that has its variables. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void without_sandboxes_the_command_is_the_first_that_has_its_variables(long seed) throws Exception {
        LocalProcessRunner plain = LocalProcessRunner.withoutSandboxes(Duration.ofMillis(300));
        Map<String, String> variables = random(new Random(seed));
        variables.remove("LD_DEBUG_OUTPUT");

        Completion completion = run(plain, List.of("/usr/bin/env", "-0"), variables);

        assertThat(completion.succeeded()).as(output.toString(UTF_8)).isTrue();
        Map<String, String> arrived = environment(output.toString(UTF_8));
        arrived.remove(LocalProcessRunner.COOKIE);
        Map<String, String> portable = new TreeMap<>(variables);
        portable.keySet().removeIf(name -> !VariableNames.isPortable(name));
        assertThat(arrived).isEqualTo(portable);
        assertThat(saboteur.caught()).allMatch("env"::equals);
    }

    @Test
    void no_list_of_processes_shows_a_value() throws Exception {
        LocalProcessRunner runner = sandboxes();
        String secret = "value-that-nobody-sees-" + ProcessHandle.current().pid();
        Cancellation cancellation = new Cancellation();
        List<String> shown = new ArrayList<>();
        Thread looker = new Thread(() -> {
            await().until(() -> Files.exists(project.resolve("ready")));
            for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
                shown.add(read(process.pid(), "cmdline"));
                if (read(process.pid(), "comm").startsWith("bwrap")) {
                    shown.add(read(process.pid(), "environ"));
                }
            }
            cancellation.cancel();
        });
        looker.start();

        run(runner, List.of("/bin/sh", "-c", "echo >ready; sleep 100"), Map.of("SECRET", secret), cancellation);

        looker.join();
        assertThat(shown).anyMatch(text -> text.contains("bwrap")).noneMatch(text -> text.contains(secret));
    }

    @Test
    void a_value_cannot_end_its_word_and_go_on_as_an_option_of_the_sandbox() throws Exception {
        LocalProcessRunner runner = sandboxes();
        for (Map<String, String> bad : List.of(
                Map.of("A", "x\0--bind\0/\0/app"),
                Map.of("A\0--bind\0/\0/app", "x"),
                Map.of("A=B", "x"),
                Map.of("", "x"),
                Map.of("A\nB", "x"),
                Map.of("BASH_FUNC_exec%%", "() { :; }"))) {
            assertThatThrownBy(() -> run(runner, List.of("/usr/bin/true"), bad))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be a variable");
        }
    }

    private static LocalProcessRunner sandboxes() {
        LocalProcessRunner runner = LocalProcessRunner.create();
        assumeTrue(runner.sandboxes() instanceof Availability.Enforced, () -> "not run: " + runner.sandboxes());
        return runner;
    }

    private Completion run(LocalProcessRunner runner, List<String> argv, Map<String, String> variables)
            throws IOException, InterruptedException {
        return run(runner, argv, variables, Cancellation.never());
    }

    private Completion run(
            LocalProcessRunner runner, List<String> argv, Map<String, String> variables, Cancellation cancellation)
            throws IOException, InterruptedException {
        Sandbox sandbox = new Sandbox(Map.of(project, APP), Map.of(), Set.of(), true);
        Command command = new Command(argv, project, variables, Duration.ofMinutes(1), 1 << 20, null).in(sandbox);
        return runner.run(command, output::write, cancellation);
    }

    /** Some of the dangerous ones, which the command itself survives, and some with names and values of all kinds. */
    private Map<String, String> random(Random random) {
        Map<String, String> result = new TreeMap<>();
        List<Map.Entry<String, String>> dangerous =
                new ArrayList<>(saboteur.variables().entrySet());
        Collections.shuffle(dangerous, random);
        // The loader would write to the command's own output, or not start it.
        dangerous.removeIf(entry -> entry.getKey().matches("LD_(DEBUG|LIBRARY_PATH|AUDIT)"));
        dangerous.subList(0, 10 + random.nextInt(10)).forEach(one -> result.put(one.getKey(), one.getValue()));
        String letters = "ABCxyz_019.-+:/@%";
        List<String> pieces = List.of(
                " ",
                "\n",
                "'",
                "\"",
                "\\",
                "$(touch x)",
                "`id`",
                "--bind",
                "--",
                "=",
                "\t",
                "\u001b",
                "é",
                "ā",
                "漢",
                "🚢",
                "\u0081",
                "\r",
                ";",
                "!",
                "*",
                "a",
                "0");
        for (int i = 0; i < 30; i++) {
            StringBuilder name = new StringBuilder("V");
            for (int j = random.nextInt(8); j >= 0; j--) {
                name.append(letters.charAt(random.nextInt(letters.length())));
            }
            StringBuilder value = new StringBuilder();
            for (int j = random.nextInt(40); j > 0; j--) {
                value.append(pieces.get(random.nextInt(pieces.size())));
            }
            result.put(name.toString(), value.toString());
        }
        result.put("LARGE", "0123456789'".repeat(9000));
        return result;
    }

    private static Map<String, String> environment(String text) {
        Map<String, String> result = new TreeMap<>();
        // The loader says that it does not find what is not in the sandbox.
        for (String entry : text.replaceAll("(?m)^ERROR: ld\\.so: .*\n", "").split("\0")) {
            int end = entry.indexOf('=');
            result.put(entry.substring(0, end), entry.substring(end + 1));
        }
        return result;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file)).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
