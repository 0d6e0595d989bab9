package io.jenkins.plugins.slipway.host.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PauseTest {
    private static final String TAG = "pause-test/" + ProcessHandle.current().pid();

    private Process process;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(ProcFile.present(), "the system does not tell of its processes");
        ProcessBuilder builder = new ProcessBuilder("sleep", "100");
        builder.environment().put(TaggedProcesses.VARIABLE, TAG);
        process = builder.start();
        await().until(() ->
                ProcFile.variable(process.pid(), TaggedProcesses.VARIABLE).isPresent());
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void processes_stand_still_until_they_are_let_go() throws Exception {
        try (Pause pause = Pause.of(TAG::equals, Duration.ofSeconds(30))) {
            await().untilAsserted(() -> assertThat(state()).isEqualTo('T'));
            assertThat(pause.lasts()).isTrue();
        }
        await().untilAsserted(() -> assertThat(state()).isEqualTo('S'));
    }

    @Test
    void they_go_on_by_themselves_when_the_time_is_over() throws Exception {
        Pause forgotten = Pause.of(TAG::equals, Duration.ofSeconds(3));

        await().untilAsserted(() -> assertThat(state()).isEqualTo('T'));
        await().untilAsserted(() -> assertThat(state()).isEqualTo('S'));
        assertThat(forgotten.lasts()).isFalse();
        forgotten.close();
    }

    private char state() {
        return ProcFile.stat(process.pid()).orElseThrow().state();
    }
}
