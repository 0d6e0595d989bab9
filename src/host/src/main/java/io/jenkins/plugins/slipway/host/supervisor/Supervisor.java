package io.jenkins.plugins.slipway.host.supervisor;

import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Starts and adopts processes that are to stay. Closing it leaves them running. */
public final class Supervisor implements AutoCloseable {
    private final ScheduledExecutorService timer = timer();

    /** Starts a process. Supervision begins with {@link Supervised#keepUp()}. */
    public Supervised start(Launch launch, Supervised.Listener listener) throws IOException {
        return Supervised.start(launch, timer, listener);
    }

    /** Takes over a process that an earlier daemon started. */
    public Supervised adopt(Launch launch, ProcessIdentity identity, Supervised.Listener listener) {
        return Supervised.adopt(launch, timer, listener, identity);
    }

    @Override
    public void close() {
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
