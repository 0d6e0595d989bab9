package io.jenkins.plugins.slipway.host.router;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connection of a client: one request after the other. Only its event loop touches it. */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final long HEAD_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(75);
    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** How much of a body that nobody wants is read so that the connection can be used again. */
    private static final long DISCARDED_BYTES = 1 << 20;

    private final Front front;
    private final Loop loop;
    private final Channel channel;
    private final boolean secure;
    private final RequestDecoder decoder = new RequestDecoder();
    private final AnswerEncoder encoder = new AnswerEncoder();
    private final ArrayDeque<Object> ahead = new ArrayDeque<>(0);
    private Peer peer = Peer.NOBODY;
    private @Nullable Turn turn;
    private boolean bodyOpen;
    private boolean last;
    private boolean closing;
    private boolean taking;
    private long discarded;
    private long since = System.nanoTime();

    ClientConnection(Front front, Loop loop, Channel channel, boolean secure) {
        this.front = front;
        this.loop = loop;
        this.channel = channel;
        this.secure = secure;
    }

    void install() {
        channel.pipeline().addLast(decoder, encoder, this);
    }

    Front front() {
        return front;
    }

    Loop loop() {
        return loop;
    }

    Channel channel() {
        return channel;
    }

    Peer peer() {
        return peer;
    }

    boolean open() {
        return channel.isActive() && !closing;
    }

    /** Whether more of the request's body is wanted now. */
    void reading(boolean wanted) {
        channel.config().setAutoRead(wanted);
    }

    /**
     * Begins an answer.
     *
     * @param toHead whether no body follows, whatever the headers say
     */
    void begin(HttpResponse head, boolean toHead, boolean keep) {
        encoder.toHead = toHead;
        if (front.retiring()) {
            last = true;
        }
        if (!keep || last && head.status().code() >= 200) {
            last = true;
            head.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        channel.write(head, channel.voidPromise());
    }

    void write(Object piece) {
        channel.write(piece, channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    /** The turn's answer has been written. What is left of the request is read and thrown away. */
    void over() {
        turn = null;
        since = System.nanoTime();
        discarded = 0;
        if (last && !bodyOpen) {
            closing = true;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        channel.flush();
        if (last) {
            goodbye();
        } else if (!taking) {
            takeAhead();
        }
    }

    /** The connection ends after what is under way on it. */
    void retire() {
        last = true;
        if (turn == null && !closing) {
            goodbye();
        }
    }

    /** Ends the connection in the middle of an answer, so that the client sees that it is not whole. */
    void cut() {
        closing = true;
        turn = null;
        channel.close();
    }

    /** Answers by saying what is wrong with the request, and closes. */
    void refuse(Judged.Refusal refusal) {
        turn = null;
        last = true;
        Answers.Plain answer = new Answers.Plain(refusal.status(), refusal.sentence());
        if (refusal.status() == 405) {
            answer = answer.with("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        }
        front.stranger(refusal.status());
        answer.send(this, false, false);
        channel.flush();
        goodbye();
    }

    /** Bytes pass as they are from now on, to another handler. */
    void leaveHttp(Tunnel tunnel) {
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
        turn = null;
        loop.leave(this);
        channel.pipeline().replace(this, "tunnel", tunnel);
        channel.pipeline().remove(encoder);
        channel.pipeline().remove(decoder);
        channel.config().setAutoRead(true);
    }

    void tick(long now) {
        if (turn != null) {
            turn.tick(now);
            return;
        }
        long head = decoder.headSince();
        if (closing) {
            if (now - since > GOODBYE_NANOS) {
                channel.close();
            }
        } else if (head != 0 && now - head > HEAD_NANOS) {
            refuse(new Judged.Refusal(408, "The request did not come in time."));
        } else if (now - since > (bodyOpen ? HEAD_NANOS : IDLE_NANOS)) {
            channel.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        String address = Transport.numeric(channel.remoteAddress());
        peer = new Peer(address, front.trusts(address), secure);
        loop.enter(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
        } else if (turn != null && !bodyOpen) {
            // The next request of a client that does not wait for answers.
            ahead.add(message);
            reading(false);
        } else {
            take(message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (turn != null && channel.isWritable()) {
            turn.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.leave(this);
        closing = true;
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
        Turn current = turn;
        turn = null;
        if (current != null) {
            current.gone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        channel.close();
    }

    private void takeAhead() {
        taking = true;
        while (!ahead.isEmpty() && (turn == null || bodyOpen) && !closing) {
            take(ahead.poll());
        }
        taking = false;
        if (ahead.isEmpty() && (turn == null || !bodyOpen)) {
            reading(true);
        }
    }

    private void take(Object message) {
        if (message instanceof HttpRequest head) {
            bodyOpen = true;
            decoder.bodyBegins(true);
            begin(head);
        } else if (message instanceof HttpContent piece) {
            body(piece);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest head) {
        Judged judged = Sanity.judge(head, peer);
        if (judged instanceof Judged.Refusal refusal) {
            refuse(refusal);
        } else if (judged instanceof Judged.Target target) {
            front.receive(this, head, target);
        }
    }

    /** What the connection is busy with from now on. */
    void turn(Turn next) {
        turn = next;
    }

    private void body(HttpContent piece) {
        if (piece.decoderResult().isFailure()) {
            Throwable cause = piece.decoderResult().cause();
            piece.release();
            Turn current = turn;
            if (current != null) {
                turn = null;
                current.gone();
            }
            // Whether an answer has begun or not: the client does not speak HTTP.
            if (encoder.begun()) {
                channel.close();
            } else {
                refuse(Sanity.unreadable(cause));
            }
            return;
        }
        boolean end = piece instanceof LastHttpContent;
        if (end) {
            bodyOpen = false;
            decoder.bodyBegins(false);
        }
        if (turn != null) {
            turn.content(piece);
            return;
        }
        discarded += piece.content().readableBytes();
        piece.release();
        if (discarded > DISCARDED_BYTES) {
            goodbye();
        }
    }

    /** Lets the client read what was said before the connection goes. */
    private void goodbye() {
        closing = true;
        since = System.nanoTime();
        reading(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (!secure && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    /** Knows that answers to HEAD have no body, and whether one is being written. */
    private static final class AnswerEncoder extends HttpResponseEncoder {
        private boolean toHead;
        private boolean begun;

        boolean begun() {
            return begun;
        }

        @Override
        protected boolean isContentAlwaysEmpty(HttpResponse message) {
            return toHead || super.isContentAlwaysEmpty(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, io.netty.channel.ChannelPromise promise)
                throws Exception {
            if (message instanceof HttpResponse head && head.status().code() >= 200) {
                begun = true;
            }
            if (message instanceof LastHttpContent) {
                begun = false;
            }
            super.write(context, message, promise);
        }
    }
}
