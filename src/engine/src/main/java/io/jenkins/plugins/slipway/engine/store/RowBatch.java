package io.jenkins.plugins.slipway.engine.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/** One statement for many rows, which travel together. */
final class RowBatch implements AutoCloseable {
    /** So that a driver does not collect a whole deploy list in memory. */
    private static final int MOST = 1_000;

    private final PreparedStatement statement;
    private int rows;

    RowBatch(Handle handle, String sql) throws SQLException {
        this.statement = handle.getConnection().prepareStatement(sql);
    }

    /** Adds a row with these values, in the order of the statement's places. */
    void add(Object... values) throws SQLException {
        for (int place = 0; place < values.length; place++) {
            statement.setObject(place + 1, values[place]);
        }
        statement.addBatch();
        rows++;
        if (rows == MOST) {
            execute();
        }
    }

    void execute() throws SQLException {
        if (rows > 0) {
            statement.executeBatch();
            rows = 0;
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
