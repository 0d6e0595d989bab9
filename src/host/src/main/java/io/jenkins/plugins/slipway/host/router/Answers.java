package io.jenkins.plugins.slipway.host.router;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** What the router itself says. */
final class Answers {
    private Answers() {}

    static void unknownHost(HttpServerRequest request) {
        text(request, 404, "No environment answers to this host name. ‘slipway status’ lists the addresses.");
    }

    static void noRoute(HttpServerRequest request) {
        text(request, 404, "No route of this environment leads here.");
    }

    static void busy(HttpServerRequest request, int retrySeconds) {
        HttpServerResponse response = request.response();
        if (!response.headWritten()) {
            response.putHeader("retry-after", Integer.toString(retrySeconds));
        }
        text(request, 503, "A release is being switched, or none serves here now. Try again in a moment.");
    }

    static void gone(HttpServerRequest request) {
        text(request, 502, "The application ended before it answered.");
    }

    /** Says it and closes the connection: what follows on it cannot be trusted. */
    static void last(HttpServerRequest request, int status, String sentence) {
        request.response()
                .putHeader("connection", "close")
                .endHandler(ended -> request.connection().close());
        text(request, status, sentence);
    }

    static void text(HttpServerRequest request, int status, String sentence) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            request.connection().close();
            return;
        }
        response.setStatusCode(status)
                .putHeader("content-type", "text/plain; charset=utf-8")
                .putHeader("cache-control", "no-store");
        // The body is not wanted any more; the client may send it or leave.
        request.resume();
        response.end(sentence + "\n");
    }
}
