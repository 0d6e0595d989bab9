package io.jenkins.plugins.slipway.host.router.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;

/** Knows that answers to HEAD have no body, and whether one is being written. */
public final class ResponseEncoder extends HttpResponseEncoder {
    private boolean toHead;
    private boolean begun;

    public void toHead(boolean next) {
        toHead = next;
    }

    public boolean begun() {
        return begun;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse message) {
        return toHead || super.isContentAlwaysEmpty(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse head && head.status().code() >= 200) {
            begun = true;
        }
        if (message instanceof LastHttpContent) {
            begun = false;
        }
        super.write(context, message, promise);
    }
}
