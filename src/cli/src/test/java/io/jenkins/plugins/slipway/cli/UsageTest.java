package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.cli.session.Slipway;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.ProcessEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a command line gets one sentence and exit code 2, and leaves no trace. */
class UsageTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '"', textBlock = """
            ""                          # Which verb? None is given. ‘slipway --help’ shows how.
            buidl                       # ‘buidl’ is not a verb of ‘slipway’. Did you mean ‘build’? ‘slipway --help’ shows how.
            deploy                      # Missing required parameter: 'ENV'. ‘slipway deploy --help’ shows how.
            deploy staging production   # ‘production’ is not an argument of ‘slipway deploy’. ‘slipway deploy --help’ shows how.
            build --no-resue             # ‘--no-resue’ is not an option of ‘slipway build’. Did you mean ‘--no-reuse’? ‘slipway build --help’ shows how.
            deploy s --wait long        # Invalid value for option '--wait': ‘long’ is not one of queue, newest and refuse. ‘slipway deploy --help’ shows how.
            deploy s --timeout soon     # Invalid value for option '--timeout': ‘soon’ is not a duration: write a whole number with ms, s, m, h or d, such as 90s, 5m or 1h. ‘slipway deploy --help’ shows how.
            rollback s --data up        # Invalid value for option '--data': ‘up’ is not one of none, down and restore. ‘slipway rollback --help’ shows how.
            quarantine 3                # Missing required argument (specify one of these): (--reason=TEXT | --lift). ‘slipway quarantine --help’ shows how.
            deploy s --release 0        # --release 0: give a number from 1.
            host start --port 99999     # --port 99999: give a number from 1 to 65535.
            releases --project ../x     # --project ‘../x’ cannot be the name of a project: a name is 1 to 63 letters, digits, dots, dashes and underscores, and begins with a letter or digit.
            build --project ../x        # --project ‘../x’ cannot be the name of a project: a name is 1 to 63 letters, digits, dots, dashes and underscores, and begins with a letter or digit.
            validate --explain hoks     # the key ‘hoks’ is not a key of any format;  did you mean ‘hooks’?
            history s --limit -1        # --limit -1: give a number from 1.
            """)
    void a_wrong_command_line_is_said_in_one_line(String line, String message) {
        String[] args = line.isEmpty() ? new String[0] : line.split(" ");
        Run run = Run.in(folder, args);
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo(message + System.lineSeparator());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_key_of_the_configuration_is_explained_without_a_project() {
        Run run = Run.in(folder, "validate", "--explain", "on_failure");
        assertThat(run.code()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).startsWith("environments.NAME.on_failure (text)").contains("One of: restore, keep");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_folder_that_does_not_exist_is_named() {
        Run run = Run.in(folder, "validate", "--dir", "nowhere");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).startsWith("--dir " + folder.resolve("nowhere") + ": there is no such folder.");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void with_json_a_wrong_command_line_is_one_document() {
        Run run = Run.in(folder, "status", "--jsno", "--json");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.document().at("/error/kind").asString()).isEqualTo("bad-input");
        assertThat(run.document().at("/error/message").asString()).contains("‘--jsno’ is not an option");
    }

    @Test
    void what_a_message_quotes_does_nothing_to_the_reader_s_terminal() {
        String evil = "\u001b]52;c;ZXZpbA==\u0007\r\u009b2J\u202e";
        for (Run run : List.of(
                Run.in(folder, evil),
                Run.in(folder, "status", "--" + evil),
                Run.in(folder, "validate", "--dir", evil))) {
            assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat((run.out() + run.err()).codePoints())
                    .noneMatch(c -> c != '\n' && Character.isISOControl(c) || c == 0x202e);
        }
        Run json = Run.in(folder, "status", "--" + evil, "--json");
        assertThat(json.out().codePoints()).noneMatch(c -> c != '\n' && Character.isISOControl(c) || c == 0x202e);
        assertThat(json.document().at("/error/message").asString()).contains("\u009b2J\u202e");
    }

    @Test
    void a_home_that_cannot_be_written_is_named_before_anything_happens() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Run run = Run.in(
                folder,
                "releases",
                "--project",
                "shop",
                "--home",
                file.resolve("home").toString());
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains(file.resolve("home").toString()).contains("Choose another one with ‘--home’");
    }

    @Test
    void the_home_is_that_of_the_option_else_of_the_variable_else_of_the_user() {
        Map<String, String> user = Map.of("HOME", folder.resolve("user").toString());
        assertThat(homeOf(user)).isEqualTo(folder.resolve("user/.slipway"));
        Map<String, String> variable = Map.of("HOME", "/nowhere", "SLIPWAY_HOME", "variable");
        assertThat(homeOf(variable)).isEqualTo(folder.resolve("variable"));
        assertThat(homeOf(variable, "--home", "option")).isEqualTo(folder.resolve("option"));
    }

    private Path homeOf(Map<String, String> env, String... options) {
        Slipway slipway = new Slipway(ProcessEnvironment.of(env, folder, System.out, System.err));
        new picocli.CommandLine(slipway).parseArgs(options);
        return slipway.home();
    }
}
