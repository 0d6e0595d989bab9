package io.jenkins.plugins.slipway.host.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RestartDelaysTest {
    private final RestartDelays delays = new RestartDelays();
    private long now;

    /** What is started when the wait is over, and ends after so long. */
    private List<Long> waits(int times, long lifeMillis) {
        List<Long> result = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long wait = delays.next(now);
            result.add(wait);
            now += TimeUnit.MILLISECONDS.toNanos(wait + lifeMillis);
        }
        return result;
    }

    @Test
    void what_ends_again_and_again_is_started_with_longer_and_longer_pauses_and_never_at_once_again() {
        assertThat(waits(14, 10))
                .containsExactly(
                        0L, 0L, 100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L, 10_000L, 10_000L,
                        10_000L);
        assertThat(waits(5, 4_000)).as("that takes a while to fail").containsOnly(10_000L);
    }

    @Test
    void what_has_run_for_a_while_is_started_at_once() {
        waits(12, 10);
        now += RestartDelays.STABLE_NANOS;

        assertThat(waits(3, 10)).containsExactly(0L, 0L, 100L);
    }

    @Test
    void a_clock_that_began_anywhere_makes_no_difference() {
        now = Long.MAX_VALUE - 1_000;

        assertThat(waits(4, 10)).containsExactly(0L, 0L, 100L, 200L);
    }
}
