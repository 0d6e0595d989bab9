package io.jenkins.plugins.slipway.host.ingress;

import java.util.concurrent.TimeUnit;

/**
 * How long to wait before something that has ended is started again: not at all at first, then longer and longer. What has run for a
 * while since it was started begins anew; the wait itself does not count as running.
 */
final class RestartDelays {
    static final long LONGEST_MILLIS = 10_000;
    /** What ran for so long is started again without a pause. */
    static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long FIRST_MILLIS = 100;
    private static final int DOUBLINGS = 7;
    /** Two ends in a row are bad luck; more are a fault that will not go away by itself. */
    private static final int AT_ONCE = 2;

    private int ends;
    private long started;

    /**
     * It has ended, and is started when the wait is over.
     *
     * @param now of a clock that only goes forward, in nanoseconds
     * @return the wait in milliseconds
     */
    long next(long now) {
        ends = ends > 0 && now - started < STABLE_NANOS ? ends + 1 : 1;
        long wait =
                ends <= AT_ONCE ? 0 : Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(ends - AT_ONCE - 1, DOUBLINGS));
        started = now + TimeUnit.MILLISECONDS.toNanos(wait);
        return wait;
    }
}
