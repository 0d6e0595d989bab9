package io.jenkins.plugins.slipway.host.service;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The databases of a server as they were at one instant: a transaction in each keeps that view open. */
record PostgresSnapshot(ServiceContext context, ServiceState state, Map<String, Held> databases)
        implements Server.Snapshot {

    /**
     * @param id by which other connections join the view
     */
    record Held(Connection connection, String id, long bytes) {}

    /** Opens a connection to a database as the daemon. */
    interface Connector {
        Connection connect(ServiceState state, String database) throws SQLException;
    }

    static PostgresSnapshot take(ServiceContext context, ServiceState state, List<String> names, Connector connector)
            throws SQLException {
        PostgresSnapshot result = new PostgresSnapshot(context, state, new LinkedHashMap<>());
        try {
            for (String name : names) {
                Connection connection = connector.connect(state, name);
                result.databases.put(name, new Held(connection, "", 0));
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setReadOnly(true);
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(
                                "select pg_export_snapshot(), pg_database_size(current_database())")) {
                    row.next();
                    result.databases.put(name, new Held(connection, row.getString(1), row.getLong(2)));
                }
            }
            return result;
        } catch (SQLException | RuntimeException e) {
            result.close();
            throw e;
        }
    }

    @Override
    public void close() {
        for (Held held : databases.values()) {
            try {
                held.connection().close();
            } catch (SQLException e) {
                System.err.println("a connection to service " + context.name() + " was not closed: " + e.getMessage());
            }
        }
    }
}
