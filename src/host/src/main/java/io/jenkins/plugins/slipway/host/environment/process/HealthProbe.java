package io.jenkins.plugins.slipway.host.environment.process;

import io.jenkins.plugins.slipway.engine.config.HealthConfig;
import io.jenkins.plugins.slipway.host.router.Routes.Backend;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Asks an application once whether it can serve, as {@code health} says. */
final class HealthProbe {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private HealthProbe() {}

    /** Empty if the answer was as it should be, else what came instead. */
    static String ask(Backend backend, HealthConfig config) {
        try {
            int status = backend.socket() == null
                    ? SocketProbe.status(backend.port(), rawPath(config), ANSWER_WITHIN)
                    : SocketProbe.status(backend.socket(), rawPath(config), ANSWER_WITHIN);
            return status >= config.minStatus() && status <= config.maxStatus()
                    ? ""
                    : "the last answer had status " + status;
        } catch (HttpTimeoutException e) {
            return "no answer within " + ANSWER_WITHIN.toSeconds() + " s";
        } catch (ConnectException e) {
            return "nothing listens there";
        } catch (IOException e) {
            return "the connection broke (" + e.getMessage() + ")";
        }
    }

    /** As it stands in a request: letters that none may have are encoded. */
    private static String rawPath(HealthConfig config) {
        return URI.create("http://127.0.0.1" + config.path()).toASCIIString().substring("http://127.0.0.1".length());
    }

    /** Where it was asked, for messages. */
    static String place(Backend backend) {
        return backend.socket() == null ? "on 127.0.0.1:" + backend.port() : "at its socket";
    }

    static String expectation(HealthConfig config) {
        return "a status from " + config.minStatus() + " to " + config.maxStatus();
    }
}
