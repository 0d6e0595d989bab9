package io.jenkins.plugins.slipway.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LocalProcessRunnerTest {
    private static final Map<String, String> PATH = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin");

    @TempDir
    Path directory;

    private final LocalProcessRunner runner = LocalProcessRunner.withoutSandboxes(Duration.ofMillis(300));
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void the_exit_code_and_both_outputs_come_back() throws Exception {
        Completion completion = run("echo one; echo two >&2; exit 7");

        assertThat(completion).isEqualTo(new Completion.Exited(7));
        assertThat(output).hasToString("one\ntwo\n");
    }

    @Test
    void nothing_of_the_caller_s_environment_is_inherited() throws Exception {
        Completion completion = runner.run(
                new Command(
                        List.of("/usr/bin/env"),
                        directory,
                        Map.of("ONLY", "this"),
                        Duration.ofMinutes(1),
                        1 << 20,
                        null),
                output::write,
                Cancellation.never());

        assertThat(completion.succeeded()).isTrue();
        assertThat(output.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> !line.startsWith(LocalProcessRunner.COOKIE))
                .containsExactly("ONLY=this");
    }

    @Test
    void a_hook_stops_at_its_first_failing_line() throws Exception {
        Completion completion = run("false\necho not reached");

        assertThat(completion).isEqualTo(new Completion.Exited(1));
        assertThat(output.size()).isZero();
    }

    @Test
    void a_command_that_ignores_sigterm_is_ended_when_its_time_is_over() throws Exception {
        Completion completion = runner.run(
                script("trap '' TERM; echo $$ > pid; while :; do sleep 1000; done")
                        .withTimeout(Duration.ofSeconds(3)),
                output::write,
                Cancellation.never());

        assertThat(completion).isEqualTo(new Completion.TimedOut(Duration.ofSeconds(3)));
        assertThat(living("pid")).isEmpty();
    }

    @Test
    void a_command_gets_time_to_clean_up_before_it_is_ended_by_force() throws Exception {
        LocalProcessRunner patient = LocalProcessRunner.withoutSandboxes(Duration.ofSeconds(20));

        patient.run(
                script("trap 'echo cleaned > cleaned; exit 0' TERM; echo > ready; while :; do sleep 0.05 || :; done"),
                output::write,
                CancelledOnce.thereIs(directory.resolve("ready")));

        assertThat(directory.resolve("cleaned")).hasContent("cleaned");
    }

    @Test
    void a_cancelled_command_ends_with_all_its_children() throws Exception {
        Completion completion = runner.run(
                script("sleep 1000 & echo $! > child; (sleep 1001 & echo $! > grandchild); touch ready; wait"),
                output::write,
                CancelledOnce.thereIs(directory.resolve("ready")));

        assertThat(completion).isEqualTo(new Completion.Cancelled());
        assertThat(living("child")).isEmpty();
        assertThat(living("grandchild")).isEmpty();
    }

    @Test
    void a_daemon_that_left_the_session_does_not_outlive_its_command() throws Exception {
        Completion completion =
                run("(setsid sh -c 'trap \"\" TERM HUP; echo $$ > daemon; exec sleep 1000' >/dev/null 2>&1 &);"
                        + " while [ ! -s daemon ]; do sleep 0.01; done");

        assertThat(completion).isEqualTo(new Completion.Exited(0));
        assertThat(living("daemon")).isEmpty();
    }

    /** Session, parent, environment, descriptors and directory are all its own; only the mark is left of where it came from. */
    @Test
    void a_daemon_that_left_everything_behind_does_not_outlive_its_command() throws Exception {
        Path pid = directory.resolve("daemon");
        String daemon =
                "cd /; exec env -i setsid /bin/sh -c \"(trap '' TERM HUP; exec </dev/null >/dev/null 2>&1 3<&- 4<&- 5<&-;"
                        + " (sh -c 'echo \\$PPID' >" + pid + "; while :; do sleep 0.05; done) &) &\"";

        Completion completion = run("(" + daemon + ") &\nwhile [ ! -s daemon ]; do sleep 0.01; done");

        assertThat(completion).isEqualTo(new Completion.Exited(0));
        assertThat(living("daemon")).isEmpty();
    }

    @Test
    void a_cancelled_command_takes_a_daemon_with_it_that_left_everything_behind() throws Exception {
        Completion completion = runner.run(
                script("(cd /; env -i setsid sh -c 'echo $$ >" + directory.resolve("daemon")
                        + "; exec sleep 1000' </dev/null >/dev/null 2>&1 &)\n"
                        + "while [ ! -s daemon ]; do sleep 0.01; done; touch ready; sleep 1001"),
                output::write,
                CancelledOnce.thereIs(directory.resolve("ready")));

        assertThat(completion).isEqualTo(new Completion.Cancelled());
        assertThat(living("daemon")).isEmpty();
    }

    @Test
    void a_process_that_carries_no_mark_is_nobody_s_child() throws Exception {
        Process stranger = new ProcessBuilder("/bin/sleep", "1000").start();
        try {
            run("echo done");

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void a_child_that_keeps_the_output_open_does_not_keep_the_command_from_ending() throws Exception {
        Completion completion = run("sleep 1000 & echo $! > child; echo done");

        assertThat(completion).isEqualTo(new Completion.Exited(0));
        assertThat(output).hasToString("done\n");
        assertThat(living("child")).isEmpty();
    }

    @Test
    void a_flood_of_a_gigabyte_is_counted_and_not_kept() throws Exception {
        AtomicLong kept = new AtomicLong();
        ByteArrayOutputStream tail = new ByteArrayOutputStream();
        Command flood = new Command(
                List.of("/bin/sh", "-c", "head -c 1073741824 /dev/zero"),
                directory,
                PATH,
                Duration.ofMinutes(1),
                1 << 20,
                null);

        Completion completion = runner.run(
                flood,
                (buffer, offset, length) -> {
                    if (kept.addAndGet(length) > 1 << 20) {
                        tail.write(buffer, offset, length);
                    }
                },
                Cancellation.never());

        assertThat(completion).isEqualTo(new Completion.Exited(0));
        assertThat(tail.toString(StandardCharsets.UTF_8))
                .isEqualTo("\n1072693248 more bytes of output were not kept; the limit is 1048576 bytes.\n");
    }

    @Test
    void a_sink_that_takes_no_more_ends_the_command_with_one_clear_error() {
        assertThatThrownBy(() -> runner.run(
                        script("echo $$ > pid; while :; do echo line; done"),
                        (buffer, offset, length) -> {
                            throw new IOException("No space left on device");
                        },
                        Cancellation.never()))
                .isInstanceOf(IOException.class)
                .hasMessage("The command's output cannot be written: No space left on device");
        assertThat(living("pid")).isEmpty();
    }

    @Test
    void a_directory_that_is_missing_is_an_error_with_its_name() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() ->
                        runner.run(Command.script("true", missing, PATH), OutputSink.discard(), Cancellation.never()))
                .isInstanceOf(IOException.class)
                .hasMessage("The working directory " + missing + " does not exist");
    }

    @Test
    void a_command_that_was_cancelled_before_it_began_never_starts() throws Exception {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();

        Completion completion = runner.run(script("touch started"), output::write, cancellation);

        assertThat(completion).isEqualTo(new Completion.Cancelled());
        assertThat(directory.resolve("started")).doesNotExist();
    }

    private Completion run(String script) throws IOException, InterruptedException {
        return runner.run(script(script), output::write, Cancellation.never());
    }

    private Command script(String script) {
        return Command.script(script, directory, PATH);
    }

    /** The process whose number is in a file, unless it has ended. */
    private Optional<ProcessHandle> living(String file) {
        try {
            long pid = Long.parseLong(Files.readString(directory.resolve(file)).trim());
            return ProcessHandle.of(pid).filter(process -> !ProcessTable.isZombie(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
