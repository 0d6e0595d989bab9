package io.jenkins.plugins.slipway.host.router;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers travel on, and what the router adds. */
final class Headers {
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect");

    private Headers() {}

    /** Copies all but those that concern one connection only, and those that the connection header names. */
    static void copy(MultiMap from, MultiMap to) {
        Set<String> dropped = named(from);
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !dropped.contains(name)) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }

    /** Tells the application who asks. What a client that is not on this machine claims about itself is dropped. */
    static void forwarded(HttpServerRequest request, MultiMap headers) {
        String peer = request.remoteAddress().hostAddress();
        boolean trusted = peer != null && (peer.startsWith("127.") || peer.equals("0:0:0:0:0:0:0:1"));
        String earlier = trusted ? headers.get("x-forwarded-for") : null;
        headers.set("x-forwarded-for", earlier == null ? String.valueOf(peer) : earlier + ", " + peer);
        if (!trusted || !headers.contains("x-forwarded-proto")) {
            headers.set("x-forwarded-proto", request.isSSL() ? "https" : "http");
        }
        if (!trusted || !headers.contains("x-forwarded-host")) {
            headers.set("x-forwarded-host", String.valueOf(request.authority()));
        }
        headers.remove("forwarded");
    }

    /** Whether the client wants the connection to end, among other wishes that it has for it. */
    static boolean asksToClose(HttpServerRequest request) {
        String value = request.getHeader("connection");
        return value != null
                && value.indexOf(',') >= 0
                && named(request.headers()).contains("close");
    }

    private static Set<String> named(MultiMap headers) {
        Set<String> result = new HashSet<>();
        for (String value : headers.getAll("connection")) {
            for (String name : value.split(",")) {
                result.add(name.trim().toLowerCase(Locale.ROOT));
            }
        }
        return result;
    }
}
