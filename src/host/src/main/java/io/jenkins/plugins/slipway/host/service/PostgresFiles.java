package io.jenkins.plugins.slipway.host.service;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/** What PostgreSQL is told in its files, and how the daemon reaches it. */
final class PostgresFiles {
    private PostgresFiles() {}

    /** Its settings. Memory is left at what a small machine can give to several environments. */
    static String settings(int port) {
        return """
                # Written by Slipway at every start; changes are lost.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                password_encryption = scram-sha-256
                max_connections = 100
                shared_buffers = 64MB
                dynamic_shared_memory_type = posix
                timezone = 'UTC'
                log_timezone = 'UTC'
                log_destination = stderr
                logging_collector = off
                log_line_prefix = '%%m [%%p] %%u@%%d '
                """.formatted(port);
    }

    /** Who may come in: whoever has a password, from this machine. */
    static String access() {
        return "host all all 127.0.0.1/32 scram-sha-256\n";
    }

    static Connection connect(int port, String password, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", PostgresServer.OWNER);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("ApplicationName", "slipway");
        Connection connection = new Driver()
                .connect(
                        "jdbc:postgresql://127.0.0.1:" + port + "/"
                                + java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8),
                        properties);
        if (connection == null) {
            throw new SQLException("the driver does not take the address");
        }
        return connection;
    }
}
