package io.jenkins.plugins.slipway.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes on one file. */
final class SeveralProcessesTest {
    @TempDir
    Path home;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String what, int times) throws Exception {
        Process process = RecordsProcess.start(what, home.toString(), String.valueOf(times));
        processes.add(process);
        return process;
    }

    @Test
    void processes_at_once_share_the_file_and_each_gets_its_own_numbers() throws Exception {
        List<Process> writers = List.of(start("write", 10), start("write", 10));
        for (Process writer : writers) {
            assertThat(writer.inputReader().lines().filter(line -> line.startsWith("done")))
                    .hasSize(10);
            assertThat(writer.waitFor()).isZero();
        }

        SqlRecords records = SqlRecords.openIn(home);
        assertThat(records.deployments().history("shop", "staging", 1000))
                .extracting(Deployment::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 20).map(i -> 21 - i).boxed().toList());
        assertThat(records.releases().list("shop", 1000))
                .extracting(Release::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 20).map(i -> 21 - i).boxed().toList());
        assertThat(records.deployments().running("shop")).isEmpty();
    }

    @Test
    void a_process_that_is_killed_takes_nothing_along_that_it_had_written() throws Exception {
        SqlRecords records = SqlRecords.openIn(home);
        int last = 0;
        for (int life = 1; life <= 4; life++) {
            Process writer = start(life % 2 == 0 ? "hold" : "write", 1_000_000);
            BufferedReader said = writer.inputReader();
            // Each life is killed at another place of its work: the line is said, the next is on its way.
            for (int i = 0; i < 3 * life; i++) {
                int next = number(said.readLine());
                assertThat(next)
                        .as("nothing was forgotten, so no number comes again")
                        .isGreaterThan(last);
                last = next;
            }
            // Of the handle, which leaves open what the process has said.
            writer.toHandle().destroyForcibly();
            writer.waitFor();
            last = said.lines().mapToInt(SeveralProcessesTest::number).reduce(last, (one, other) -> other);

            List<Deployment> history = records.deployments().history("shop", "staging", 1_000_000);
            int said1 = last;
            assertThat(history)
                    .extracting(Deployment::number)
                    .as("no gap")
                    .containsExactlyElementsOf(IntStream.iterate(history.size(), i -> i > 0, i -> i - 1)
                            .boxed()
                            .toList());
            assertThat(history)
                    .filteredOn(deployment -> deployment.number() <= said1)
                    .hasSize(said1)
                    .extracting(Deployment::state)
                    .as("what was said to be done is done, but for what an earlier life left running")
                    .filteredOn(state -> state != State.LIVE)
                    .hasSizeLessThan(life);
            assertThat(records.deployments()
                            .find("shop", "staging", last)
                            .orElseThrow()
                            .state())
                    .isEqualTo(State.LIVE);
        }
    }

    @Test
    void a_process_that_is_killed_while_it_makes_the_tables_leaves_no_half_made_ones() throws Exception {
        for (int life = 0; life < 3; life++) {
            Process first = start("write", 1);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> Files.exists(home.resolve("records/slipway-migrating.mv.db")) || !first.isAlive());
            first.toHandle().destroyForcibly();
            first.waitFor();

            if (Files.exists(home.resolve("records/slipway.mv.db"))) {
                break;
            }
        }
        assertThat(SqlRecords.openIn(home).releases().list("shop", 10)).hasSizeLessThanOrEqualTo(1);
        assertThat(SqlRecords.openIn(home).deployments().running("shop")).hasSizeLessThanOrEqualTo(1);
    }

    private static int number(String line) {
        return Integer.parseInt(line.replaceAll("\\D", ""));
    }

    @Test
    void who_waits_in_vain_is_told_which_process_holds_the_records() throws Exception {
        Process holder = start("hold", 1_000_000);
        holder.inputReader().readLine();

        SqlRecords records = SqlRecords.openIn(home, Duration.ofMillis(200));
        assertThatThrownBy(() -> records.releases().newest("shop"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("have been in use by process " + holder.pid() + " for more than");
        holder.destroyForcibly().waitFor();
        assertThat(records.releases().newest("shop"))
                .as("the lock dies with its holder")
                .isPresent();
    }
}
