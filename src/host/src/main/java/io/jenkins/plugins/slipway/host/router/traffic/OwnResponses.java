package io.jenkins.plugins.slipway.host.router.traffic;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the router itself says. */
final class OwnResponses {
    static final int RETRY_AFTER_SECONDS = 2;

    private OwnResponses() {}

    /** A sentence with a status, and headers by name. */
    record Plain(int status, String sentence, Map<String, String> headers) {
        Plain(int status, String sentence) {
            this(status, sentence, Map.of());
        }

        Plain with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Plain(status, sentence, more);
        }

        Plain without(String name) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, "");
            return new Plain(status, sentence, more);
        }

        /** Writes it without ending the turn. Returns how many bytes its body has. */
        int send(ClientConnection client, boolean toHead, boolean keep) {
            byte[] text = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
            HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
            head.headers()
                    .set("content-type", "text/plain; charset=utf-8")
                    .set("content-length", text.length)
                    .set("cache-control", "no-store");
            headers.forEach((name, value) -> {
                if (value.isEmpty()) {
                    head.headers().remove(name);
                } else {
                    head.headers().set(name, value);
                }
            });
            client.begin(head, toHead, keep);
            if (!toHead) {
                client.write(new DefaultHttpContent(Unpooled.wrappedBuffer(text)));
            }
            client.write(LastHttpContent.EMPTY_LAST_CONTENT);
            return toHead ? 0 : text.length;
        }
    }

    static Plain unknownHost() {
        return new Plain(404, "No environment answers to this host name. ‘slipway status’ lists the addresses.");
    }

    static Plain noRoute() {
        return new Plain(404, "No route of this environment leads here.");
    }

    static Plain busy() {
        return new Plain(503, "A release is being switched, or none serves here now. Try again in a moment.")
                .with("retry-after", Integer.toString(RETRY_AFTER_SECONDS));
    }

    /** There is no room for more of a request's body. */
    static Plain full() {
        return new Plain(503, "The server is busy. Try again in a moment.")
                .with("retry-after", Integer.toString(RETRY_AFTER_SECONDS));
    }

    static Plain broken() {
        return new Plain(502, "The application ended before it answered.");
    }

    static Plain unreadable() {
        return new Plain(502, "The application’s answer cannot be read.");
    }

    static Plain crowded() {
        return new Plain(503, "The application is busy. Try again in a moment.")
                .with("retry-after", Integer.toString(RETRY_AFTER_SECONDS));
    }

    static Plain slow() {
        return new Plain(408, "The request did not come in time.");
    }

    static Plain silent() {
        return new Plain(504, "The application did not answer in time.");
    }

    static Plain tooLarge(long most) {
        return new Plain(413, "A request may have " + most + " bytes here.");
    }
}
