package io.jenkins.plugins.slipway.host.router.upstream;

import io.jenkins.plugins.slipway.host.router.http.ResponseDecoder;
import io.jenkins.plugins.slipway.host.router.http.ResponseValidator;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A connection to an application, lent to one request at a time. Only its event loop touches it. */
public final class UpstreamConnection extends ChannelInboundHandlerAdapter {
    /** Who has the connection. Called on the event loop. */
    public interface User {
        /** An answer begins. */
        void answer(HttpResponse head);

        /** A piece of its body, which the user must release. */
        void piece(HttpContent content);

        /** All that has been read was handed over. */
        void pause();

        /** The application can take more of the request. */
        void writable();

        /** The connection ended. */
        void broken(Throwable cause);

        /** What came cannot be read; the connection is closed. */
        void unreadable(String reason);
    }

    private final Channel channel;
    private final ResponseValidator syntax = new ResponseValidator();
    private final ResponseDecoder decoder = new ResponseDecoder();
    private final HttpRequestEncoder encoder = new HttpRequestEncoder();
    private @Nullable User user;
    private UpstreamQueue.@Nullable Lease lease;
    private long idleSince;
    private long deafSince;
    private boolean counted = true;

    UpstreamConnection(Channel channel) {
        this.channel = channel;
    }

    void install() {
        channel.pipeline().addLast("syntax", new Listener()).addLast(decoder, encoder, this);
    }

    public Channel channel() {
        return channel;
    }

    public void lend(User to) {
        user = to;
    }

    public void takeBack() {
        user = null;
        syntax.silence();
    }

    // What its bucket notes on it.

    UpstreamQueue.@Nullable Lease lease() {
        return lease;
    }

    void lease(UpstreamQueue.@Nullable Lease now) {
        lease = now;
    }

    long idleSince() {
        return idleSince;
    }

    void idleSince(long now) {
        idleSince = now;
    }

    /** Whether it is one of the connections whose number is bounded. */
    boolean counted() {
        return counted;
    }

    void uncount() {
        counted = false;
    }

    // What its user needs.

    public void send(HttpRequest head) {
        decoder.toHead(head.method().equals(HttpMethod.HEAD));
        syntax.expect();
        write(head);
    }

    /** A failure to write shows in {@link #deafSince}: what the application said before can be read all the same. */
    public void write(Object message) {
        channel.write(message);
    }

    /** Whether a byte of an answer has come. */
    public boolean heard() {
        return syntax.heard();
    }

    /** Since when the application does not take anything any more, in nanoseconds; 0 if it does. */
    public long deafSince() {
        return deafSince;
    }

    /** Whether nothing came behind the answer. */
    public boolean clean() {
        return decoder.pending() == 0;
    }

    /** From now on bytes pass as they are. */
    public void leaveHttp() {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove("syntax");
        pipeline.remove(encoder);
        pipeline.remove(decoder);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        User current = user;
        if (current == null) {
            ReferenceCountUtil.release(message);
            channel.close();
        } else if (message instanceof HttpMessage head && head.decoderResult().isFailure()) {
            unreadable(ResponseDecoder.reason(head.decoderResult().cause()));
        } else if (message instanceof HttpResponse head) {
            current.answer(head);
        } else if (message instanceof HttpContent content) {
            if (content.decoderResult().isFailure()) {
                content.release();
                unreadable(ResponseDecoder.reason(content.decoderResult().cause()));
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
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelOutputShutdownEvent) {
            deafSince = System.nanoTime() | 1;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(new IOException("the connection ended"));
    }

    /** Reading failed. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        OutOfMemory.check(cause);
        fail(cause);
    }

    private void fail(Throwable cause) {
        User current = end();
        if (current != null) {
            current.broken(cause);
        }
    }

    private void unreadable(String reason) {
        User current = end();
        if (current != null) {
            current.unreadable(reason);
        }
    }

    private @Nullable User end() {
        User current = user;
        user = null;
        channel.close();
        return current;
    }

    /** Hears the bytes first. */
    private final class Listener extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            String wrong = message instanceof ByteBuf bytes ? syntax.look(bytes) : null;
            if (wrong == null) {
                context.fireChannelRead(message);
            } else {
                ReferenceCountUtil.release(message);
                unreadable(wrong);
            }
        }
    }
}
