package io.jenkins.plugins.slipway.host.router;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A connection to an application, lent to one request at a time. Only its event loop touches it. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
    private static final int LONGEST_LINE = 16 << 10;
    private static final int LARGEST_HEAD = 128 << 10;
    private static final int LARGEST_PIECE = 64 << 10;

    /** Who has the connection. Called on the event loop. */
    interface User {
        /** An answer begins. */
        void answer(HttpResponse head);

        /** A piece of its body, which the user must release. */
        void piece(HttpContent content);

        /** All that has been read was handed over. */
        void pause();

        /** The application can take more of the request. */
        void writable();

        /** The connection ended, or what came on it cannot be read; the connection is closed. */
        void broken(Throwable cause);
    }

    private final Channel channel;
    private final ResponseDecoder decoder = new ResponseDecoder();
    private final HttpRequestEncoder encoder = new HttpRequestEncoder();
    private @Nullable User user;
    long idleSince;
    boolean counted = true;

    UpstreamConnection(Channel channel) {
        this.channel = channel;
    }

    void install() {
        channel.pipeline().addLast(decoder, encoder, this);
    }

    Channel channel() {
        return channel;
    }

    void lend(User to) {
        user = to;
    }

    void takeBack() {
        user = null;
    }

    void send(HttpRequest head) {
        decoder.toHead = head.method().equals(HttpMethod.HEAD);
        channel.write(head, channel.voidPromise());
    }

    /** From now on bytes pass as they are. */
    void leaveHttp() {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove(encoder);
        pipeline.remove(decoder);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        User current = user;
        if (current == null) {
            // An application that talks without being asked.
            ReferenceCountUtil.release(message);
            channel.close();
        } else if (message instanceof HttpMessage head && head.decoderResult().isFailure()) {
            fail(head.decoderResult().cause());
        } else if (message instanceof HttpResponse head) {
            current.answer(head);
        } else if (message instanceof HttpContent content) {
            if (content.decoderResult().isFailure()) {
                content.release();
                fail(content.decoderResult().cause());
            } else {
                current.piece(content);
            }
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (user != null) {
            user.pause();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (user != null && channel.isWritable()) {
            user.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(new IOException("the connection ended"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }

    private void fail(Throwable cause) {
        User current = user;
        user = null;
        channel.close();
        if (current != null) {
            current.broken(cause);
        }
    }

    /** Knows that answers to HEAD have no body. */
    private static final class ResponseDecoder extends HttpResponseDecoder {
        private boolean toHead;

        ResponseDecoder() {
            super(new HttpDecoderConfig()
                    .setMaxInitialLineLength(LONGEST_LINE)
                    .setMaxHeaderSize(LARGEST_HEAD)
                    .setMaxChunkSize(LARGEST_PIECE)
                    // An application may be lax about line ends; what it says is written anew.
                    .setStrictLineParsing(false));
        }

        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage message) {
            return super.isContentAlwaysEmpty(message)
                    || (toHead
                            && message instanceof HttpResponse answer
                            && answer.status().code() >= 200);
        }
    }

    static boolean isLast(HttpContent content) {
        return content instanceof LastHttpContent;
    }
}
