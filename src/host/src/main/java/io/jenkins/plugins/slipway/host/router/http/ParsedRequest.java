package io.jenkins.plugins.slipway.host.router.http;

import io.jenkins.plugins.slipway.engine.config.expression.UrlPath;

/** What the router makes of a request's head before anybody else sees it. */
public sealed interface ParsedRequest {
    /**
     * The request is not taken. The connection is closed after it: what follows cannot be trusted.
     *
     * @param sentence tells the client why
     */
    record Refusal(int status, String sentence) implements ParsedRequest {}

    /**
     * The request is in order. Its head has been brought to the normal form: host, address and headers are those that are sent on.
     *
     * @param path what everything is decided by
     * @param query as it came, with its question mark; empty if there is none
     * @param authority the host with its port, as it is sent on; empty for an older client that names none
     * @param host the same in lower case without its port
     */
    record Target(UrlPath path, String query, String authority, String host) implements ParsedRequest {
        public Target at(String otherHost) {
            return new Target(path, query, authority, otherHost);
        }

        /** The address that is logged and sent on. */
        public String uri() {
            return query.isEmpty() ? path.written() : path.written() + query;
        }
    }
}
