package io.jenkins.plugins.slipway.host.environment.process;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps asking a release that serves whether it still can. */
public final class HealthWatch {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** One slow answer is not a failure; three in a row are. */
    private static final int FAILURES = 3;

    private final ReleaseProcesses processes;

    public HealthWatch(ReleaseProcesses processes) {
        this.processes = processes;
    }

    /**
     * @throws LifecycleFailedException if the release stops answering as it should
     */
    public void keepLooking(Duration duration, Cancellation cancellation) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        CountDownLatch cancelled = new CountDownLatch(1);
        int failures = 0;
        try (Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown)) {
            long left = end - System.nanoTime();
            while (left > 0) {
                if (cancelled.await(Math.min(left, INTERVAL.toNanos()), TimeUnit.NANOSECONDS)) {
                    throw new LifecycleFailedException("the watch was cancelled");
                }
                try {
                    processes.check();
                    failures = 0;
                } catch (LifecycleFailedException e) {
                    failures++;
                    if (failures >= FAILURES) {
                        throw e;
                    }
                }
                left = end - System.nanoTime();
            }
        }
    }
}
