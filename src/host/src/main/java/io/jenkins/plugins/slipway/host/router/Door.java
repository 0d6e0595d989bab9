package io.jenkins.plugins.slipway.host.router;

import io.vertx.core.http.HttpServerRequest;

/** Takes the requests below one path, of whatever host, past the environments. */
public interface Door {
    /** Starts the path of its requests. */
    String prefix();

    /** Called on the event loop that accepted the request, before any of its body was read. */
    void enter(HttpServerRequest request);
}
