package io.jenkins.plugins.slipway.host.router.traffic;

import io.netty.handler.codec.http.HttpContent;

/** What a client's connection is busy with: one request until it is answered. Called on the connection's event loop. */
interface ActiveRequest {
    /** A piece of the request's body, to be released by the turn. */
    void content(HttpContent piece);

    /** The client has taken what was written. */
    void writable();

    /** The client's connection ended. */
    void gone();

    /** Called a few times a second, to look at what has run out of time. */
    void tick(long now);
}
