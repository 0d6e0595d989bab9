package io.jenkins.plugins.slipway.engine.store;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A database whose connections stay open between units of work: PostgreSQL, or an H2 file that one long-lived process has for itself. */
final class HeldOpen implements Database {
    private final Pool pool;
    private final String place;
    private final @Nullable String afterCommit;
    private final AutoCloseable owned;
    private final Jdbi jdbi;
    private final Semaphore permits = new Semaphore(Pool.SIZE, true);

    /**
     * @param afterCommit a statement that makes a commit survive a power cut, where the database does not do so by itself
     * @param owned closed with this
     */
    private HeldOpen(Connections source, @Nullable String afterCommit, AutoCloseable owned) {
        this.pool = new Pool(source);
        this.place = source.toString();
        this.afterCommit = afterCommit;
        this.owned = owned;
        this.jdbi = Jdbi.create(pool);
    }

    /** Connects, and brings the schema up to date. */
    static HeldOpen open(Connections source, @Nullable String afterCommit, AutoCloseable owned) {
        HeldOpen database = new HeldOpen(source, afterCommit, owned);
        try (Handle handle = database.jdbi.open()) {
            Schema.ensure(handle.getConnection(), source, database.place);
            return database;
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw Trouble.with(database.place, e);
        }
    }

    @Override
    public <T> T transact(Work<T> work) {
        permits.acquireUninterruptibly();
        try (Handle handle = jdbi.open()) {
            T result = Transactions.run(handle, work);
            if (afterCommit != null) {
                handle.execute(afterCommit);
            }
            return result;
        } catch (RuntimeException e) {
            pool.forgetIdle();
            throw Trouble.with(place, e);
        } finally {
            permits.release();
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
            throw new IllegalStateException("Cannot let go of " + place, e);
        }
    }
}
