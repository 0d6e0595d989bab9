package io.jenkins.plugins.slipway.engine.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * An H2 file that several short processes share without a server: every unit of work waits its turn, opens the file, works, and
 * closes it. What is committed is on disk when the file closes, so there is nothing that a killed process could take along.
 */
final class SharedFile implements Database {
    private final H2File file;
    private final RecordsLock lock;
    private final NewestReleases newest;
    private final ThreadLocal<@Nullable Handle> inUse = new ThreadLocal<>();

    SharedFile(Path folder, Duration patience) {
        this.file = new H2File(folder);
        this.lock = new RecordsLock(folder.resolve(H2File.LOCK), patience);
        this.newest = new NewestReleases(folder.toAbsolutePath().resolve("slipway.mv.db"));
    }

    @Override
    public <T> T together(Supplier<T> units) {
        return transact(handle -> {
            boolean outermost = inUse.get() == null;
            inUse.set(handle);
            try {
                return units.get();
            } finally {
                if (outermost) {
                    inUse.remove();
                }
            }
        });
    }

    @Override
    public <T> T transact(Work<T> work) {
        Handle handle = inUse.get();
        return handle != null ? work.with(handle) : opened(work);
    }

    private <T> T opened(Work<T> work) {
        boolean interrupted = Thread.interrupted();
        try (RecordsLock.Held held = lock.acquire()) {
            newest.suspend();
            T result = alone(work);
            if (file.compaction().due()) {
                file.compaction().run();
            }
            newest.resume();
            return result;
        } catch (IOException | SQLException | RuntimeException e) {
            throw DatabaseErrors.with(place(), e);
        } finally {
            // What a thread that was told to end has to write down is written first.
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T alone(Work<T> work) throws IOException, SQLException {
        file.prepare();
        Jdbi jdbi = Jdbi.create(file::connect);
        try (Handle handle = jdbi.open()) {
            if (Schema.isCurrent(handle.getConnection(), place())) {
                return Transactions.run(handle, work);
            }
        }
        file.migrate();
        try (Handle handle = jdbi.open()) {
            return Transactions.run(handle, work);
        }
    }

    @Override
    public Optional<NewestReleases> newest() {
        return Optional.of(newest);
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public void close() {
        // Nothing is open between two units of work.
    }
}
