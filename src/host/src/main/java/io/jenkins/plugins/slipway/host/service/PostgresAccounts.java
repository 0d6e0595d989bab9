package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.host.service.PostgresSettings.Privilege;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postgresql.util.PasswordUtil;

/**
 * Databases and accounts of a PostgreSQL service. Each database has three roles that nobody logs in with, one for each privilege;
 * the accounts of endpoints are members of them. Who may change the schema acts as the first of these roles, so that whatever
 * account makes a table, the others can use it.
 */
final class PostgresAccounts {
    private final String service;
    private final PostgresSettings settings;
    private final PostgresSnapshot.Connector connector;

    PostgresAccounts(String service, PostgresSettings settings, PostgresSnapshot.Connector connector) {
        this.service = service;
        this.settings = settings;
        this.connector = connector;
    }

    /** Makes what is missing. Databases and tables that are not declared any more stay. */
    ServiceState apply(ServiceState before) throws SQLException {
        ServiceState state = before;
        try (Connection connection = connector.connect(state, "postgres")) {
            removeLeftOvers(connection);
            for (String database : settings.databases()) {
                database(connection, database);
            }
            for (Map.Entry<String, PostgresSettings.Endpoint> endpoint :
                    settings.endpoints().entrySet()) {
                state = account(connection, state, endpoint.getKey(), endpoint.getValue());
            }
        }
        for (String database : settings.databases()) {
            try (Connection connection = connector.connect(state, database)) {
                grant(connection, database);
                extend(connection);
            }
        }
        return state;
    }

    private static void database(Connection connection, String database) throws SQLException {
        for (Privilege privilege : Privilege.values()) {
            role(connection, group(database, privilege), "nologin");
        }
        String owner = group(database, Privilege.ADMIN);
        if (!exists(connection, "select 1 from pg_database where datname = ?", database)) {
            run(connection, "create database " + quoted(database) + " owner " + quoted(owner) + " template template0");
        }
        run(connection, "revoke all on database " + quoted(database) + " from public");
        for (Privilege privilege : Privilege.values()) {
            run(
                    connection,
                    "grant connect, temporary on database " + quoted(database) + " to "
                            + quoted(group(database, privilege)));
        }
    }

    private ServiceState account(
            Connection connection, ServiceState before, String name, PostgresSettings.Endpoint endpoint)
            throws SQLException {
        ServiceState.Account known = before.accounts().get(name);
        String username = PostgresSettings.username(name);
        String password = known == null ? Passwords.password() : known.password();
        role(connection, username, "login");
        // The server is sent what it keeps, never the password: what fails may be written to a log.
        run(
                connection,
                "alter role " + quoted(username) + " login password '"
                        + PasswordUtil.encodeScramSha256(password.toCharArray()) + "'");
        for (String database : settings.databases()) {
            Privilege given = endpoint.privileges().get(database);
            for (Privilege privilege : Privilege.values()) {
                run(
                        connection,
                        (privilege == given ? "grant " : "revoke ")
                                + quoted(group(database, privilege))
                                + (privilege == given ? " to " : " from ")
                                + quoted(username));
            }
            run(
                    connection,
                    "alter role " + quoted(username) + " in database " + quoted(database)
                            + (given == Privilege.ADMIN
                                    ? " set role = " + quoted(group(database, Privilege.ADMIN))
                                    : " reset role"));
        }
        return before.with(name, new ServiceState.Account(username, password, endpoint.database()));
    }

    private static void grant(Connection connection, String database) throws SQLException {
        String owner = quoted(group(database, Privilege.ADMIN));
        run(connection, "revoke create on schema public from public");
        run(connection, "alter schema public owner to " + owner);
        for (Privilege privilege : List.of(Privilege.RO, Privilege.RW)) {
            String to = " to " + quoted(group(database, privilege));
            String usual = "alter default privileges for role " + owner + " grant ";
            String tables = privilege == Privilege.RO ? "select" : "select, insert, update, delete";
            String sequences = privilege == Privilege.RO ? "select" : "usage, select, update";
            run(connection, usual + "usage on schemas" + to);
            run(connection, usual + tables + " on tables" + to);
            run(connection, usual + sequences + " on sequences" + to);
            for (String schema : schemas(connection)) {
                String in = " in schema " + quoted(schema);
                run(connection, "grant usage on schema " + quoted(schema) + to);
                run(connection, "grant " + tables + " on all tables" + in + to);
                run(connection, "grant " + sequences + " on all sequences" + in + to);
            }
        }
    }

    private void extend(Connection connection) throws SQLException {
        for (String extension : settings.extensions()) {
            if (!exists(connection, "select 1 from pg_available_extensions where name = ?", extension)) {
                throw new LifecycleFailedException("services/" + service
                        + "/configuration/extensions: PostgreSQL on this"
                        + " machine has no extension ‘" + extension + "’. Install the package that brings it, such as"
                        + " postgresql-contrib");
            }
            run(connection, "create extension if not exists " + quoted(extension));
        }
    }

    /** The databases of applications. */
    static List<String> databases(Connection connection) throws SQLException {
        List<String> result = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select datname from pg_database where not datistemplate"
                        + " and datname <> 'postgres' and datname not like 'slipway\\_%' order by datname")) {
            while (rows.next()) {
                result.add(rows.getString(1));
            }
        }
        return result;
    }

    /** Takes the public schema away, which a dump brings along. */
    static void empty(Connection connection) throws SQLException {
        try (connection) {
            run(connection, "drop schema if exists public cascade");
            run(connection, "create schema public");
        }
    }

    /** An empty database to load into, in the place of one that an earlier attempt has left. */
    static void recreate(Connection connection, String fresh, String like) throws SQLException {
        run(connection, "drop database if exists " + quoted(fresh) + " with (force)");
        run(
                connection,
                "create database " + quoted(fresh) + " owner " + quoted(group(like, Privilege.ADMIN))
                        + " template template0");
    }

    /** Puts loaded databases in the place of those of their names: all of them or none. */
    static void exchange(Connection connection, Map<String, String> loaded) throws SQLException {
        for (String database : loaded.keySet()) {
            run(connection, "drop database if exists " + quoted("slipway_old_" + database) + " with (force)");
            leave(connection, database);
        }
        connection.setAutoCommit(false);
        for (Map.Entry<String, String> one : loaded.entrySet()) {
            String old = "slipway_old_" + one.getKey();
            run(connection, "alter database " + quoted(one.getKey()) + " rename to " + quoted(old));
            run(connection, "alter database " + quoted(one.getValue()) + " rename to " + quoted(one.getKey()));
        }
        connection.commit();
        connection.setAutoCommit(true);
        for (String database : loaded.keySet()) {
            run(connection, "drop database if exists " + quoted("slipway_old_" + database) + " with (force)");
        }
    }

    /** What a load that was cut off has left. */
    private static void removeLeftOvers(Connection connection) throws SQLException {
        List<String> left = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select datname from pg_database"
                        + " where datname like 'slipway\\_old\\_%' or datname like 'slipway\\_new\\_%'")) {
            while (rows.next()) {
                left.add(rows.getString(1));
            }
        }
        for (String database : left) {
            run(connection, "drop database if exists " + quoted(database) + " with (force)");
        }
    }

    private static void leave(Connection connection, String database) throws SQLException {
        try (var statement = connection.prepareStatement(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = ? and pid <> pg_backend_pid()")) {
            statement.setString(1, database);
            statement.execute();
        }
    }

    private static void role(Connection connection, String name, String how) throws SQLException {
        if (!exists(connection, "select 1 from pg_roles where rolname = ?", name)) {
            run(connection, "create role " + quoted(name) + " " + how);
        }
    }

    private static List<String> schemas(Connection connection) throws SQLException {
        List<String> result = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select nspname from pg_namespace"
                        + " where nspname not like 'pg\\_%' and nspname <> 'information_schema'")) {
            while (rows.next()) {
                result.add(rows.getString(1));
            }
        }
        return result;
    }

    private static boolean exists(Connection connection, String query, String value) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static String group(String database, Privilege privilege) {
        return "slipway_" + privilege.name().toLowerCase(Locale.ROOT) + "_" + database;
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
