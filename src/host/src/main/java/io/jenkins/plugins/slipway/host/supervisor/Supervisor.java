package io.jenkins.plugins.slipway.host.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Starts and adopts processes that are to stay. Closing it leaves them running. */
public final class Supervisor implements AutoCloseable {
    private final ScheduledExecutorService timer = timer();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "long-work");
        thread.setDaemon(true);
        return thread;
    });

    /** Starts a process. Supervision begins with {@link Supervised#keepUp()}. */
    public Supervised start(Launch launch, Supervised.Listener listener) throws IOException {
        return Supervised.start(launch, timer, listener);
    }

    /** Takes over a process that an earlier daemon started. */
    public Supervised adopt(Launch launch, ProcessIdentity identity, Supervised.Listener listener) {
        return Supervised.adopt(launch, timer, listener, identity);
    }

    /** Runs a short action later. */
    public Future<?> after(Duration delay, Runnable action) {
        return timer.schedule(action, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Runs an action again and again, with a pause between two runs. */
    public void every(Duration pause, Runnable action) {
        timer.scheduleWithFixedDelay(
                () -> threads.execute(action), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Threads for long work, as many as are needed. */
    public Executor threads() {
        return threads;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor result = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "supervisor");
            thread.setDaemon(true);
            return thread;
        });
        result.setRemoveOnCancelPolicy(true);
        return result;
    }
}
