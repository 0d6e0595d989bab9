package io.jenkins.plugins.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.cli.session.Slipway;
import io.jenkins.plugins.slipway.cli.terminal.ProcessEnvironment;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void each_kind_of_failure_has_its_exit_code() {
        assertThat(report(new LifecycleFailedException("The hook failed."))).isEqualTo(1);
        assertThat(report(new BadInputException("No such thing."))).isEqualTo(2);
        assertThat(report(new RefusedException("Locked by ada."))).isEqualTo(3);
        assertThat(err.toString(UTF_8).lines()).containsExactly("The hook failed.", "No such thing.", "Locked by ada.");
    }

    @Test
    void an_unforeseen_exception_is_our_bug_and_its_details_are_in_a_file() throws IOException {
        assertThat(report(new IllegalStateException("impossible"))).isEqualTo(4);
        String said = err.toString(UTF_8);
        assertThat(said)
                .startsWith("This is a bug of Slipway, not of your project: ")
                .doesNotContain("\tat ");
        try (Stream<Path> files = Files.list(folder.resolve(".slipway/bugs"))) {
            Path file = files.findFirst().orElseThrow();
            assertThat(said).contains(file.toString());
            assertThat(file).content().contains("impossible", "\tat ", "command: slipway deploy staging");
        }
    }

    @Test
    void a_bug_that_cannot_be_written_down_is_shown_whole() throws IOException {
        Files.writeString(folder.resolve(".slipway"), "in the way");
        assertThat(report(new IllegalStateException("impossible"))).isEqualTo(4);
        assertThat(err.toString(UTF_8)).contains("\tat ");
    }

    @Test
    void what_the_machine_refuses_is_no_bug() {
        assertThat(report(new UncheckedIOException(new AccessDeniedException("/data"))))
                .isEqualTo(1);
        assertThat(report(new UncheckedIOException(new IOException("No space left on device"))))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .contains("/data: permission denied.")
                .contains("The disk: No space left on device. Free some space")
                .doesNotContain("bug");
    }

    private int report(Exception problem) {
        ProcessEnvironment processEnvironment = ProcessEnvironment.of(
                Map.of("HOME", folder.toString()),
                folder,
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
        return new Failures(processEnvironment, List.of("deploy", "staging"))
                .report(problem, new Slipway(processEnvironment));
    }
}
