package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.Router;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Counts what an environment's requests came to. Guarded by its site's lock. */
final class RequestCounters {
    private static final long[] BOUNDS = Router.Traffic.LATENCY_BOUNDS_MILLIS.stream()
            .mapToLong(TimeUnit.MILLISECONDS::toNanos)
            .toArray();

    private final long[] statuses = new long[5];
    private final long[] latency = new long[BOUNDS.length + 1];
    private long received;
    private long sent;
    private long nanos;
    private long heldNanos;

    void status(int status) {
        if (status >= 100 && status < 600) {
            statuses[status / 100 - 1]++;
        }
    }

    void bytes(long in, long out) {
        received += in;
        sent += out;
    }

    void took(long duration, long held) {
        int bucket = 0;
        while (bucket < BOUNDS.length && duration > BOUNDS[bucket]) {
            bucket++;
        }
        latency[bucket]++;
        nanos += duration;
        heldNanos += held;
    }

    List<Long> statuses() {
        return Arrays.stream(statuses).boxed().toList();
    }

    List<Long> latency() {
        return Arrays.stream(latency).boxed().toList();
    }

    long received() {
        return received;
    }

    long sent() {
        return sent;
    }

    double seconds() {
        return nanos / 1e9;
    }

    double heldSeconds() {
        return heldNanos / 1e9;
    }
}
