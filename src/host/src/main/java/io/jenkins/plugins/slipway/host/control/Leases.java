package io.jenkins.plugins.slipway.host.control;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Watches over the signs of life of those who hold a lock. */
final class Leases implements AutoCloseable {
    private static final Duration CHECK = Duration.ofMillis(200);

    private final Set<ControlSession> sessions = ConcurrentHashMap.newKeySet();
    private final ExecutorService executor;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "leases");
        thread.setDaemon(true);
        return thread;
    });
    private long lastCheck = System.nanoTime();

    Leases(ExecutorService executor) {
        this.executor = executor;
        timer.scheduleWithFixedDelay(this::check, CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void watch(ControlSession session) {
        sessions.add(session);
    }

    void forget(ControlSession session) {
        sessions.remove(session);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void check() {
        long now = System.nanoTime();
        // If the daemon itself stood still, the deployer could not show signs of life to it.
        boolean stoodStill = now - lastCheck > 10 * CHECK.toNanos();
        lastCheck = now;
        for (ControlSession session : sessions) {
            if (stoodStill) {
                session.touch();
            } else if (session.isLost(now)) {
                sessions.remove(session);
                executor.execute(session::expire);
            }
        }
    }
}
