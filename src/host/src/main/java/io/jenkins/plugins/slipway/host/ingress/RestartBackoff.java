package io.jenkins.plugins.slipway.host.ingress;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Starts something again when it has ended: at once at first, then with longer and longer pauses. Safe for several threads. */
public final class RestartBackoff {
    private final ScheduledExecutorService timer;
    private final RestartDelays delays = new RestartDelays();

    public RestartBackoff(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    public synchronized void again(Runnable start) {
        long wait = delays.next(System.nanoTime());
        if (!timer.isShutdown()) {
            timer.schedule(start, wait, TimeUnit.MILLISECONDS);
        }
    }
}
