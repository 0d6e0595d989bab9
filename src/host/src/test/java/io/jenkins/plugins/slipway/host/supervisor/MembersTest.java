package io.jenkins.plugins.slipway.host.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a walk through all processes remembers of strangers must not hide one that belongs to it. */
class MembersTest {
    /** Those of the test before may still be ending. */
    private final String tag = "members-test/" + UUID.randomUUID();

    private final List<Process> started = new ArrayList<>();
    private final Members members = new Members(tag::equals);

    @BeforeEach
    void onlyWhereTheSystemTells() {
        assumeTrue(ProcFile.present(), "the system does not tell of its processes");
    }

    @AfterEach
    void end() {
        started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void a_process_that_starts_after_a_walk_is_found_by_the_next() throws Exception {
        assertThat(members.now()).isEmpty();

        Process late = start("sleep 100");

        await().untilAsserted(() -> assertThat(members.now()).contains(late.toHandle()));
    }

    @Test
    void one_that_a_member_starts_is_found_though_the_member_was_seen_before() throws Exception {
        Process parent = start("read line; sleep 100 & wait");
        await().until(() -> members.now().contains(parent.toHandle()));

        parent.outputWriter().append('\n').flush();

        await().untilAsserted(() -> assertThat(members.now()).hasSize(2));
    }

    @Test
    void those_of_others_stay_out_however_often_it_is_looked() throws Exception {
        Process other = new ProcessBuilder("sleep", "100").start();
        started.add(other);

        assertThat(members.now()).isEmpty();
        assertThat(members.now()).isEmpty();
        assertThat(other.isAlive()).isTrue();
    }

    private Process start(String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script);
        builder.environment().put(TaggedProcesses.VARIABLE, tag);
        Process process = builder.start();
        started.add(process);
        return process;
    }
}
