package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.http.Headers;
import io.jenkins.plugins.slipway.host.router.upstream.OutOfMemory;
import io.jenkins.plugins.slipway.host.router.upstream.UpstreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/** One way of a connection that has left HTTP, such as a websocket: bytes pass until one side ends. */
final class Tunnel extends ChannelInboundHandlerAdapter {
    private final Channel other;
    private final Runnable ended;
    private final java.util.function.LongConsumer passed;

    private Tunnel(Channel other, Runnable ended, java.util.function.LongConsumer passed) {
        this.other = other;
        this.ended = ended;
        this.passed = passed;
    }

    /** Answers the request for another protocol and connects both ends. */
    static void open(Exchange exchange, UpstreamConnection from, HttpResponse head) {
        ClientConnection client = exchange.client();
        String protocol = head.headers().get(HttpHeaderNames.UPGRADE);
        Headers.strip(head.headers());
        head.headers()
                .set(HttpHeaderNames.CONNECTION, "Upgrade")
                .set(
                        HttpHeaderNames.UPGRADE,
                        protocol == null ? String.valueOf(exchange.traits().upgrade()) : protocol);
        head.headers().remove(HttpHeaderNames.CONTENT_LENGTH).remove(HttpHeaderNames.TRANSFER_ENCODING);
        exchange.facts().status(101);
        client.begin(head, false, true);
        client.write(LastHttpContent.EMPTY_LAST_CONTENT);
        client.flush();
        exchange.longLived();
        Channel near = client.channel();
        Channel far = from.channel();
        Runnable ended = exchange::tunnelled;
        client.leaveHttp(new Tunnel(far, ended, exchange.facts()::received));
        from.takeBack();
        far.pipeline().replace(from, "tunnel", new Tunnel(near, ended, exchange.facts()::sent));
        from.leaveHttp();
        far.config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            passed.accept(bytes.readableBytes());
            other.write(bytes, other.voidPromise());
            if (!other.isWritable()) {
                context.channel().config().setAutoRead(false);
            }
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        other.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            other.config().setAutoRead(true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (other.isActive()) {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        ended.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        OutOfMemory.check(cause);
        context.channel().close();
    }
}
