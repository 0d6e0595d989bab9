package io.jenkins.plugins.slipway.host.environment.process;

import io.jenkins.plugins.slipway.engine.config.HealthConfig;
import io.jenkins.plugins.slipway.host.router.Routes.Backend;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Asks an application once whether it can serve. */
final class HealthProbe {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** Empty if the answer was as it should be, else what came instead. */
    String ask(Backend backend, HealthConfig config) throws InterruptedException {
        try {
            int status = backend.socket() == null
                    ? status(backend.port(), config.path())
                    : SocketProbe.status(backend.socket(), config.path(), ANSWER_WITHIN);
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

    private int status(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(ANSWER_WITHIN)
                .header("user-agent", "slipway-health")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** Where it was asked, for messages. */
    static String place(Backend backend) {
        return backend.socket() == null ? "on 127.0.0.1:" + backend.port() : "at its socket";
    }

    static String expectation(HealthConfig config) {
        return "a status from " + config.minStatus() + " to " + config.maxStatus();
    }
}
