package io.jenkins.plugins.slipway.host.ingress;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Starts something again when it has ended: at once at first, then with longer and longer pauses. Safe for several threads. */
public final class RestartBackoff {
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    /** What ran for so long is started again without a pause. */
    private static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ScheduledExecutorService timer;
    private long last = System.nanoTime() - STABLE_NANOS;
    private int quick;

    public RestartBackoff(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    public synchronized void again(Runnable start) {
        long now = System.nanoTime();
        quick = now - last < STABLE_NANOS ? quick + 1 : 0;
        last = now;
        // Two ends in a row are bad luck; more are a fault that will not go away by itself.
        long pause = quick < 2 ? 0 : Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(quick - 2, 7));
        if (!timer.isShutdown()) {
            timer.schedule(start, pause, TimeUnit.MILLISECONDS);
        }
    }
}
