package io.jenkins.plugins.slipway.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;

/** Keeps connections that are not in use for the next unit of work. */
final class Pool implements ConnectionFactory {
    /** A unit of work takes milliseconds; more threads than this wait for each other. */
    static final int SIZE = 8;

    /** A connection that was idle for longer is asked whether it still lives. */
    private static final long TRUSTED_NANOS = Duration.ofSeconds(5).toNanos();

    private static final int ANSWER_SECONDS = 5;

    private record Idle(Connection connection, long since) {}

    private final Connections source;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    Pool(Connections source) {
        this.source = source;
    }

    @Override
    public Connection openConnection() throws SQLException {
        for (Idle candidate = next(); candidate != null; candidate = next()) {
            if (System.nanoTime() - candidate.since() < TRUSTED_NANOS
                    || candidate.connection().isValid(ANSWER_SECONDS)) {
                return candidate.connection();
            }
            end(candidate.connection());
        }
        return source.connect();
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        if (connection.isClosed() || !keep(connection)) {
            end(connection);
        }
    }

    /** Ends the connections that are not in use: after an error, any of them may be of a server that is gone. */
    void forgetIdle() {
        for (Idle next = next(); next != null; next = next()) {
            end(next.connection());
        }
    }

    /** Ends all connections; those in use end when they are given back. */
    void close() {
        synchronized (idle) {
            closed = true;
        }
        forgetIdle();
    }

    private @Nullable Idle next() {
        synchronized (idle) {
            return idle.pollFirst();
        }
    }

    private boolean keep(Connection connection) {
        synchronized (idle) {
            if (closed || idle.size() >= SIZE) {
                return false;
            }
            idle.addFirst(new Idle(connection, System.nanoTime()));
            return true;
        }
    }

    private static void end(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone either way.
        }
    }
}
