package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.http.Headers;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/** Answers before the answer. */
final class InformationalResponse {
    static final int CONTINUE = 100;
    static final int EARLY_HINTS = 103;

    private InformationalResponse() {}

    static void send(ClientConnection client, int status) {
        send(client, status, null);
    }

    static void send(ClientConnection client, int status, @org.jspecify.annotations.Nullable HttpHeaders headers) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        if (headers != null) {
            Headers.strip(headers);
            head.headers().set(headers);
        }
        client.begin(head, false, true);
        client.write(LastHttpContent.EMPTY_LAST_CONTENT);
        client.flush();
    }
}
