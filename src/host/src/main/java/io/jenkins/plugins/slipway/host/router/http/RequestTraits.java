package io.jenkins.plugins.slipway.host.router.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a request says about how it is to be dealt with.
 *
 * @param idempotent whether it may be sent twice (RFC 9110, 9.2.2)
 * @param toHead whether its answer has no body
 * @param reads whether it wants to see something rather than to change it
 * @param older whether the client speaks HTTP/1.0
 * @param keep whether the client wants to use its connection again
 * @param length of its body, -1 for one in chunks
 * @param expects whether the client waits for a word before it sends the body
 * @param upgrade what the connection is to become, or null
 */
public record RequestTraits(
        boolean idempotent,
        boolean toHead,
        boolean reads,
        boolean older,
        boolean keep,
        long length,
        boolean expects,
        @Nullable String upgrade) {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS");

    /** @param request that was looked at: its length is a number */
    public static RequestTraits of(HttpRequest request) {
        HttpHeaders headers = request.headers();
        String method = request.method().name();
        boolean toHead = method.equals("HEAD");
        boolean older = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        String declared = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        long length = headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                ? -1
                : declared == null ? 0 : Long.parseLong(declared);
        return new RequestTraits(
                IDEMPOTENT.contains(method),
                toHead,
                toHead || method.equals("GET"),
                older,
                older ? Headers.connection(headers, "keep-alive") : !Headers.connection(headers, "close"),
                length,
                length != 0 && !older && headers.contains(HttpHeaderNames.EXPECT),
                Headers.upgrade(headers));
    }

    public boolean hasBody() {
        return length != 0;
    }
}
