package io.jenkins.plugins.slipway.engine.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A database whose connections stay open between units of work: PostgreSQL, or an H2 file that one long-lived process has for itself. */
final class PersistentConnections implements Database {
    private final Pool pool;
    private final String place;
    private final @Nullable H2File file;
    private final AutoCloseable owned;
    private final Jdbi jdbi;
    private final Semaphore permits = new Semaphore(Pool.SIZE, true);

    private PersistentConnections(Connections source, @Nullable H2File file, AutoCloseable owned) {
        this.pool = new Pool(source);
        this.place = source.toString();
        this.file = file;
        this.owned = owned;
        this.jdbi = Jdbi.create(pool);
    }

    /** Connects to a PostgreSQL server, and brings the schema up to date. */
    static PersistentConnections server(Connections source) {
        return upToDate(source, Schema::migrateInTurn);
    }

    /** Makes the tables of a database that nobody else has. */
    static PersistentConnections own(Connections source) {
        return upToDate(source, Schema::migrate);
    }

    private interface Migration {
        void run(Connections source, String place) throws SQLException;
    }

    private static PersistentConnections upToDate(Connections source, Migration migration) {
        PersistentConnections database = new PersistentConnections(source, null, () -> {});
        try {
            if (!database.isCurrent()) {
                migration.run(source, database.place);
            }
            return database;
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw DatabaseErrors.with(database.place, e);
        }
    }

    /**
     * Opens a file, and brings the schema up to date.
     *
     * @param owned closed with this
     */
    static PersistentConnections file(H2File file, AutoCloseable owned) {
        PersistentConnections database = new PersistentConnections(file, file, owned);
        try {
            file.prepare();
            if (!database.isCurrent()) {
                database.pool.forgetIdle();
                file.migrate();
            }
            return database;
        } catch (IOException | SQLException | RuntimeException e) {
            database.close();
            throw DatabaseErrors.with(database.place, e);
        }
    }

    private boolean isCurrent() throws SQLException {
        try (Handle handle = jdbi.open()) {
            return Schema.isCurrent(handle.getConnection(), place);
        }
    }

    @Override
    public <T> T transact(Work<T> work) {
        permits.acquireUninterruptibly();
        try {
            T result = connected(work);
            compactIfIdle();
            return result;
        } catch (RuntimeException e) {
            pool.forgetIdle();
            throw DatabaseErrors.with(place, e);
        } finally {
            permits.release();
        }
    }

    private <T> T connected(Work<T> work) {
        try (Handle handle = jdbi.open()) {
            T result = Transactions.run(handle, work);
            if (file != null) {
                // PostgreSQL flushes with every commit by itself.
                handle.execute("checkpoint sync");
            }
            return result;
        }
    }

    /** Only where no other thread is at work; otherwise a later unit of work will see to it. */
    private void compactIfIdle() {
        if (file == null || !file.compaction().due() || !permits.tryAcquire(Pool.SIZE - 1)) {
            return;
        }
        try {
            pool.forgetIdle();
            file.compaction().run();
        } finally {
            permits.release(Pool.SIZE - 1);
        }
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public void close() {
        pool.close();
        try {
            owned.close();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot release " + place, e);
        }
    }
}
