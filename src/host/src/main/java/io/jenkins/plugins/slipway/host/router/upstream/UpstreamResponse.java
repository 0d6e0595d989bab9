package io.jenkins.plugins.slipway.host.router.upstream;

import io.jenkins.plugins.slipway.host.router.RoutePolicy;
import io.jenkins.plugins.slipway.host.router.http.Headers;
import io.jenkins.plugins.slipway.host.router.http.RequestValidator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An application's answer on its way to the client. */
public final class UpstreamResponse {
    private UpstreamResponse() {}

    /** Gives the answer a head of this connection's own. */
    public static void frame(HttpResponse head, boolean toOlder, boolean toHead, boolean reads, RoutePolicy policy) {
        HttpHeaders headers = head.headers();
        boolean chunked = HttpUtil.isTransferEncodingChunked(head);
        Headers.strip(headers);
        head.setProtocolVersion(HttpVersion.HTTP_1_1);
        int status = head.status().code();
        if (status == 204 || status == 304 || toHead) {
            // The length says what the body would be; a transfer encoding would say nothing.
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        } else if (toOlder) {
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        } else if (!chunked && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
        }
        RoutePolicy.Caching caching = policy.caching();
        if (caching != null && reads) {
            cache(head, caching);
        }
    }

    /** What is wrong with the answer's framing, or null (RFC 9112, 6.3). */
    public static @Nullable String complaint(HttpResponse head) {
        List<String> encodings = head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!encodings.isEmpty() && (encodings.size() > 1 || !encodings.get(0).equalsIgnoreCase("chunked"))) {
            return "it has a transfer encoding other than chunked";
        }
        List<String> lengths = head.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (lengths.size() > 1) {
            return "it has more than one length";
        }
        return lengths.isEmpty() || RequestValidator.digits(lengths.get(0)) ? null : "its length is not a number";
    }

    public static boolean isStream(HttpResponse head) {
        String type = head.headers().get(HttpHeaderNames.CONTENT_TYPE);
        return type != null && type.startsWith("text/event-stream");
    }

    private static void cache(HttpResponse head, RoutePolicy.Caching caching) {
        HttpHeaders headers = head.headers();
        boolean silent = !headers.contains(HttpHeaderNames.CACHE_CONTROL)
                && !headers.contains(HttpHeaderNames.EXPIRES)
                && !headers.contains(HttpHeaderNames.SET_COOKIE);
        int status = head.status().code();
        if (silent && (status == 200 || status == 404 || status == 301)) {
            headers.set(HttpHeaderNames.CACHE_CONTROL, "public, max-age=" + caching.seconds());
            caching.vary().forEach(name -> headers.add(HttpHeaderNames.VARY, name));
        }
    }
}
