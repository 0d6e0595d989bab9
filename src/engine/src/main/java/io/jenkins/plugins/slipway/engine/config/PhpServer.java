package io.jenkins.plugins.slipway.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * What answers for a PHP application that says no start command: on the platforms PHP-FPM, here PHP's own server with a script that
 * finds the file to run as the platforms' web server does.
 */
public final class PhpServer {
    /** Where the script lies in the application's directory. */
    public static final String SCRIPT = ".global/php/serve.php";

    static final String START =
            "export PHP_CLI_SERVER_WORKERS=\"${PHP_CLI_SERVER_WORKERS:-4}\"; exec php -S 127.0.0.1:\"$PORT\" -t . "
                    + SCRIPT;

    /** How the platforms' images start PHP-FPM; some projects write it down. */
    private static final String PLATFORM = "/usr/bin/start-php-app";

    private PhpServer() {}

    /** Whether an application's section leaves it to PHP to answer. */
    static boolean isFor(JsonNode section) {
        JsonNode start = section.path("web").path("commands").path("start");
        String written = start.asString("").strip();
        return section.path("type").asString("").startsWith("php:")
                && section.path("web").isObject()
                && (written.isEmpty() || written.equals(PLATFORM));
    }

    /** Whether the application is answered for like this. */
    public static boolean isFor(ApplicationConfig application) {
        return isFor(application.section());
    }

    /** The text of the script. */
    public static String script() {
        try (InputStream in = PhpServer.class.getResourceAsStream("serve.php")) {
            if (in == null) {
                throw new IllegalStateException("serve.php is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
