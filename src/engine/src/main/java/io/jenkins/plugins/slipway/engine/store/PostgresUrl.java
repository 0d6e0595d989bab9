package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.BadInputException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/**
 * Where a PostgreSQL database is.
 *
 * @param shown what messages may say: host and database, no parameters
 */
record PostgresUrl(String full, String shown) {
    private static final Pattern FORM = Pattern.compile("(jdbc:postgresql:[^?@]*)(\\?.*)?", Pattern.DOTALL);

    static PostgresUrl parse(String url) {
        Matcher matcher = FORM.matcher(url);
        if (!matcher.matches() || Driver.parseURL(url, new Properties()) == null) {
            // The URL itself is not shown: it may hold a password.
            throw new BadInputException("The URL of the records is not of the form"
                    + " jdbc:postgresql://host:port/database?user=name&password=secret; correct it, or leave it out to keep"
                    + " the records in the state folder");
        }
        return new PostgresUrl(url, matcher.group(1));
    }

    Connections connections() {
        Properties login = new Properties();
        login.setProperty("ApplicationName", "slipway");
        login.setProperty("connectTimeout", "10");
        login.setProperty("loginTimeout", "20");
        // A server that vanished without a word must not hold a deployment for ever.
        login.setProperty("socketTimeout", "60");
        login.setProperty("tcpKeepAlive", "true");
        return new Connections(Driver::new, full, login) {
            @Override
            public String toString() {
                return shown;
            }
        };
    }

    @Override
    public String toString() {
        return shown;
    }
}
