package io.jenkins.plugins.slipway.engine.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An H2 file that several processes share, and that stays open for a moment after a unit of work: the next one often follows at once,
 * and opening takes many times as long as a small unit of work. Every unit of work is on disk when it returns, as in {@link SharedFile}.
 */
final class BrieflyOpenFile implements Database {
    /** Shorter than anybody who waits for the file notices, longer than the pauses within a deployment. */
    private static final Duration LINGER = Duration.ofMillis(250);

    /** After this the file is closed in any case, so that others get their turn even while work comes without a pause. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Path folder;
    private final Duration patience;
    private final ScheduledExecutorService timer;
    private @Nullable Database open;
    private @Nullable ScheduledFuture<?> end;
    private long opened;
    private int users;

    BrieflyOpenFile(Path folder, Duration patience) {
        this.folder = folder;
        this.patience = patience;
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "slipway-linger");
            thread.setDaemon(true);
            return thread;
        });
        // No thread while there is nothing to close.
        executor.setKeepAliveTime(1, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
        this.timer = executor;
    }

    @Override
    public <T> T transact(Work<T> work) {
        // What a thread that was told to end has to write down is written first.
        boolean interrupted = Thread.interrupted();
        try {
            Database database = enter();
            try {
                return database.transact(work);
            } finally {
                leave();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized Database enter() {
        boolean interrupted = false;
        while (open != null && overdue()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Database database = open;
        if (database == null) {
            database = SqlRecords.held(folder, patience);
            open = database;
            opened = System.nanoTime();
        }
        if (end != null) {
            end.cancel(false);
            end = null;
        }
        users++;
        return database;
    }

    private boolean overdue() {
        return System.nanoTime() - opened > LONGEST.toNanos();
    }

    private synchronized void leave() {
        users--;
        if (users > 0) {
            return;
        }
        if (overdue()) {
            end();
        } else {
            end = timer.schedule(this::endIfUnused, LINGER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void endIfUnused() {
        if (users == 0) {
            end();
        }
    }

    private void end() {
        Database database = open;
        open = null;
        notifyAll();
        if (database != null) {
            database.close();
        }
    }

    @Override
    public String place() {
        return folder.resolve("slipway.mv.db").toString();
    }

    /** Closes the file if no unit of work is under way; else the last one does so soon. */
    @Override
    public void close() {
        endIfUnused();
    }
}
