package io.jenkins.plugins.slipway.engine.store;

import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Runs work in a transaction, and once more where two of them collided. */
final class Transactions {
    /** Unique key, serialization, deadlock; of H2 also a row that another changed and a lock that took too long. */
    private static final Set<String> COLLISIONS = Set.of("23505", "40001", "40P01", "90131", "HYT00");

    /** Each round lets at least one of those who collide through; far more than processes that deploy one environment. */
    private static final int ROUNDS = 50;

    private Transactions() {}

    static <T> T run(Handle handle, Database.Work<T> work) {
        for (int round = 1; ; round++) {
            try {
                return handle.inTransaction(work::with);
            } catch (JdbiException e) {
                if (round == ROUNDS || !COLLISIONS.contains(state(e))) {
                    throw e;
                }
            }
        }
    }

    private static String state(Throwable thrown) {
        for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }
}
