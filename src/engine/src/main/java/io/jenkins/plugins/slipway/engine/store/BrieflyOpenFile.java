package io.jenkins.plugins.slipway.engine.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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

    private final H2File file;
    private final RecordsLock lock;
    private final NewestReleases newest;
    private final ScheduledExecutorService timer;
    private @Nullable Database open;
    private @Nullable ScheduledFuture<?> end;
    private long opened;
    private int users;
    private volatile boolean troubled;

    BrieflyOpenFile(Path folder, Duration patience) {
        this.file = new H2File(folder);
        this.lock = new RecordsLock(folder.resolve(H2File.LOCK), patience);
        this.newest = new NewestReleases(folder.toAbsolutePath().resolve("slipway.mv.db"));
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
            } catch (RuntimeException e) {
                troubled = true;
                throw e;
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
            database = open();
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

    private Database open() {
        try {
            RecordsLock.Held held = lock.acquire();
            try {
                newest.suspend();
            } catch (IOException | RuntimeException e) {
                held.close();
                throw e;
            }
            troubled = true;
            Database result = PersistentConnections.file(file, () -> pruneArtifacts(held));
            troubled = false;
            return result;
        } catch (IOException e) {
            throw DatabaseErrors.with(place(), e);
        }
    }

    /** The file is closed by now. */
    private void pruneArtifacts(RecordsLock.Held held) {
        try {
            if (!troubled) {
                newest.resume();
            }
        } finally {
            held.close();
        }
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
        return file.toString();
    }

    @Override
    public Optional<NewestReleases> newest() {
        return Optional.of(newest);
    }

    /** Closes the file if no unit of work is under way; else the last one does so soon. */
    @Override
    public void close() {
        endIfUnused();
    }
}
