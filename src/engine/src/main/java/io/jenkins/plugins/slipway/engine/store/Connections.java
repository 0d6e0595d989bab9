package io.jenkins.plugins.slipway.engine.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connects by a given driver, which is loaded when it is needed: the driver manager would load every driver that there is. */
class Connections implements DataSource {
    private final Supplier<Driver> driver;
    private final String url;
    private final Properties login;

    Connections(Supplier<Driver> driver, String url, Properties login) {
        this.driver = driver;
        this.url = url;
        this.login = login;
    }

    final Connection connect() throws SQLException {
        Connection connection = driver.get().connect(url, login);
        if (connection == null) {
            throw new SQLException("The driver does not take the URL", "08001");
        }
        return connection;
    }

    @Override
    public final Connection getConnection() throws SQLException {
        return connect();
    }

    @Override
    public final Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("Connections of another user");
    }

    @Override
    public final @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public final void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("Log writer");
    }

    @Override
    public final void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("Login timeout");
    }

    @Override
    public final int getLoginTimeout() {
        return 0;
    }

    @Override
    public final Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Logger");
    }

    @Override
    public final <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException("Unwrapping");
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
