package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The version of the tables. Reading it costs one query; only where it is not the current one is Flyway loaded. */
final class Schema {
    /** Version of the newest script in the folder {@code migration}; a test compares. */
    static final int CURRENT = 2;

    private static final String TABLE = "slipway_schema";

    private Schema() {}

    /** Brings the tables to the current version. */
    static void ensure(Connection connection, DataSource source, String place) throws SQLException {
        int found = version(connection);
        if (found > CURRENT) {
            throw new RefusedException("The records in " + place + " were written by a newer Slipway (schema " + found
                    + ", this one knows " + CURRENT + "); use that Slipway, or another place for the records");
        }
        if (found < CURRENT) {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:io/jenkins/plugins/slipway/engine/store/migration")
                    .table(TABLE)
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .loggers("slf4j")
                    .load()
                    .migrate();
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
