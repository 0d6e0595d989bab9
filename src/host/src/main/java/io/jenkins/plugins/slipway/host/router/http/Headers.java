package io.jenkins.plugins.slipway.host.router.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which headers travel on. */
public final class Headers {
    private static final AsciiString[] HOP_BY_HOP = {
        HttpHeaderNames.CONNECTION,
        AsciiString.cached("keep-alive"),
        HttpHeaderNames.PROXY_AUTHENTICATE,
        HttpHeaderNames.PROXY_AUTHORIZATION,
        AsciiString.cached("proxy-connection"),
        HttpHeaderNames.TE,
        HttpHeaderNames.TRAILER,
        HttpHeaderNames.UPGRADE,
        HttpHeaderNames.EXPECT,
        AsciiString.cached("http2-settings"),
    };
    /** What a connection header cannot take away: it would change where the message ends or whom it is for. */
    private static final List<String> KEPT = List.of("content-length", "transfer-encoding", "host");

    private Headers() {}

    /** Removes those that concern one connection only, and those that the connection header names. */
    public static void strip(HttpHeaders headers) {
        String connection = headers.get(HttpHeaderNames.CONNECTION);
        if (connection != null && !connection.equalsIgnoreCase("keep-alive") && !connection.equalsIgnoreCase("close")) {
            for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
                for (String name : value.split(",")) {
                    String named = name.strip().toLowerCase(Locale.ROOT);
                    if (!named.isEmpty() && !KEPT.contains(named)) {
                        headers.remove(named);
                    }
                }
            }
        }
        for (AsciiString name : HOP_BY_HOP) {
            headers.remove(name);
        }
    }

    /** Whether one of the connection header's words is this one. */
    public static boolean connection(HttpHeaders headers, String word) {
        String first = headers.get(HttpHeaderNames.CONNECTION);
        if (first == null) {
            return false;
        }
        return first.equalsIgnoreCase(word) || headers.containsValue(HttpHeaderNames.CONNECTION, word, true);
    }

    /** What the connection is to become after the request, such as {@code websocket}; null for what it is. */
    static @Nullable String upgrade(HttpHeaders headers) {
        String wanted = headers.get(HttpHeaderNames.UPGRADE);
        boolean other = wanted != null
                && connection(headers, "upgrade")
                && !wanted.toLowerCase(Locale.ROOT).contains("h2c")
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && (!headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                        || "0".equals(headers.get(HttpHeaderNames.CONTENT_LENGTH)));
        return other ? wanted : null;
    }
}
