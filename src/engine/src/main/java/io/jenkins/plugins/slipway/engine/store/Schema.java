package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/** The version of the tables. Reading it costs one query; only where it is not the current one is Flyway loaded. */
final class Schema {
    /** Version of the newest script in the folder {@code migration}; a test compares. */
    static final int CURRENT = 4;

    private static final String TABLE = "slipway_schema";
    /** Names the lock under which tables are made; any number that nobody else uses. */
    private static final long TURN = 0x736c6970776179L;

    private Schema() {}

    /**
     * Whether the tables are those of this Slipway.
     *
     * @throws RefusedException if they are of a newer one
     */
    static boolean isCurrent(Connection connection, String place) throws SQLException {
        int found = version(connection);
        if (found > CURRENT) {
            throw new RefusedException("The records in " + place + " were written by a newer Slipway (schema " + found
                    + ", this one knows " + CURRENT + "); use that Slipway, or another place for the records");
        }
        return found == CURRENT;
    }

    /** Brings the tables to the current version. On PostgreSQL all of it or nothing; a file is for the caller to protect. */
    static void migrate(DataSource source, String place) {
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:io/jenkins/plugins/slipway/engine/store/migration")
                    .table(TABLE)
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .loggers("slf4j")
                    .load()
                    .migrate();
        } catch (FlywayMigrateException | FlywayValidateException e) {
            throw new RefusedException(
                    "The tables of the records in " + place
                            + " cannot be brought up to date, because they are not those"
                            + " that any Slipway made; put a backup in their place, or choose another place for the records",
                    e);
        }
    }

    /**
     * The same on a PostgreSQL server, where several may come at the same time: one after the other, as Flyway takes a table of
     * versions that another is just making for one that was emptied.
     */
    static void migrateInTurn(DataSource server, String place) throws SQLException {
        // The lock ends with its connection, however that ends.
        try (Connection turn = server.getConnection();
                Statement statement = turn.createStatement()) {
            statement.execute("select pg_advisory_lock(" + TURN + ")");
            migrate(server, place);
        }
    }

    private static int version(Connection connection) throws SQLException {
        if (!exists(connection)) {
            return 0;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select \"version\" from \"" + TABLE
                        + "\" where \"success\" and \"version\" is not null order by \"installed_rank\" desc")) {
            return rows.next() ? Integer.parseInt(rows.getString(1)) : 0;
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, connection.getSchema(), TABLE, null)) {
            return tables.next();
        }
    }
}
