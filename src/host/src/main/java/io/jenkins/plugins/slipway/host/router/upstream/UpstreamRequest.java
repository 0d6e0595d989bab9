package io.jenkins.plugins.slipway.host.router.upstream;

import io.jenkins.plugins.slipway.host.router.http.Headers;
import io.jenkins.plugins.slipway.host.router.http.Peer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Makes a client's request one of the router's own. */
public final class UpstreamRequest {
    private UpstreamRequest() {}

    /**
     * @param authority that the request is for
     * @param upgrade what the connection is to become, or null
     */
    public static void prepare(HttpRequest request, Peer client, String authority, @Nullable String upgrade) {
        Headers.strip(request.headers());
        client.introduce(request.headers(), authority);
        if (!request.headers().contains(HttpHeaderNames.HOST)) {
            request.headers().set(HttpHeaderNames.HOST, authority);
        }
        request.setProtocolVersion(HttpVersion.HTTP_1_1);
        if (upgrade != null) {
            request.headers().set(HttpHeaderNames.CONNECTION, "Upgrade").set(HttpHeaderNames.UPGRADE, upgrade);
        }
    }
}
