package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever reads advice in Jenkins can follow it there. */
class StepWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lift that with ‘slipway quarantine 5 --lift’.|lift that on the page ‘Environments’ of the job.",
                "run ‘slipway deploy staging --release 3’ first|run ‘deployEnv environment: 'staging', release: 3’ first",
                "run ‘slipway gate staging’ first|run ‘qualityGate environment: 'staging'’ first",
                "Make one with ‘slipway build’.|Make one with ‘buildApp()’.",
                "It failed. ‘slipway status’ will tell.|It failed. The page ‘Environments’ of the job will tell.",
                "look at ‘slipway history staging’|look at the page ‘Environments’ of the job",
                "to roll back to it anyway, use ‘--to 4’.|to roll back to it anyway, use ‘to: 4’.",
                "‘--data down’ cannot be done|‘data: 'down'’ cannot be done",
                "reuse is switched off (‘--no-reuse’).|reuse is switched off (‘reuse: false’).",
                "‘slipway deploy --help’ shows how.|The Snippet Generator shows how.",
                "make it writable, or choose another with ‘--home’|make it writable, or choose another by the root folder of the agent",
                "npm ERR! try npm install --timeout 5|npm ERR! try npm install --timeout 5",
            })
    void advice_for_a_terminal_becomes_advice_for_a_job(String command, String step) {
        assertThat(StepWords.of(command), is(step));
    }

    /** A new one cannot be forgotten: every verb and option that any message names is tried. */
    @Test
    void no_message_of_the_lifecycle_keeps_a_word_of_the_command() throws IOException {
        Pattern quoted = Pattern.compile("‘(slipway [a-z]+|--[a-z][a-z-]*)");
        List<String> advice;
        try (Stream<Path> sources = Stream.concat(
                Files.walk(Path.of("../engine/src/main/java")), Files.walk(Path.of("../host/src/main/java")))) {
            advice = sources.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(StepWordsTest::literals)
                    .flatMap(line -> quoted.matcher(line).results().map(MatchResult::group))
                    .distinct()
                    .toList();
        }
        assertThat(advice, hasSize(greaterThan(8)));
        for (String each : advice) {
            String said = StepWords.of("See with " + each + "’.");
            assertThat(said, not(containsString("slipway")));
            assertThat(said, not(containsString("--")));
        }
    }

    private static Stream<String> literals(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.contains("\"") && !line.strip().startsWith("*"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void in_the_log_only_the_commands_own_lines_are_changed_and_no_byte_is_lost() throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (StepWordsStream stream = new StepWordsStream(log)) {
            stream.write("  See ‘slipway status’.\n    | See ‘slipway status’.\n".getBytes(StandardCharsets.UTF_8));
            stream.write("half a ".getBytes(StandardCharsets.UTF_8));
            stream.flush();
            stream.write("line\nlast".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(
                log.toString(StandardCharsets.UTF_8),
                is("  See the page ‘Environments’ of the job.\n    | See ‘slipway status’.\nhalf a line\nlast"));
    }
}
