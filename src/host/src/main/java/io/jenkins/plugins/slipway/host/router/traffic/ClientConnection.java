package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.http.ParsedRequest;
import io.jenkins.plugins.slipway.host.router.http.Peer;
import io.jenkins.plugins.slipway.host.router.http.RequestDecoder;
import io.jenkins.plugins.slipway.host.router.http.RequestValidator;
import io.jenkins.plugins.slipway.host.router.http.ResponseEncoder;
import io.jenkins.plugins.slipway.host.router.limits.ClientLimits;
import io.jenkins.plugins.slipway.host.router.limits.ClientShare;
import io.jenkins.plugins.slipway.host.router.limits.ConnectionMemory;
import io.jenkins.plugins.slipway.host.router.upstream.OutOfMemory;
import io.jenkins.plugins.slipway.host.router.upstream.Transport;
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
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connection of a client: one request after the other. Only its event loop touches it. */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    /** A client that is still sending when it has its answer may go on so long, and pause so long in that. */
    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long GOODBYE_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** How much of a body that nobody wants is read so that the connection can be used again. */
    private static final long DISCARDED_BYTES = 1 << 20;

    private static final ParsedRequest.Refusal CROWDED =
            new ParsedRequest.Refusal(503, "The server is busy. Try again in a moment.");

    private final VirtualHosts front;
    private final RouterWorker loop;
    private final Channel channel;
    private final boolean secure;
    private final VirtualHosts.@Nullable Entrance entrance;
    private final RequestDecoder decoder = new RequestDecoder();
    private final ResponseEncoder encoder = new ResponseEncoder();
    private final InboundQueue inbound = new InboundQueue(this, decoder);
    private ConnectionMemory memoryUse;
    private Peer peer = Peer.NOBODY;
    private @Nullable ActiveRequest turn;
    private boolean bodyOpen;
    private boolean last;
    private boolean closing;
    private boolean tunnelled;
    private long discarded;
    private long stalledSince;
    private long since = System.nanoTime();
    private long heard = since;

    /** @param entrance where the port belongs to one environment */
    ClientConnection(
            VirtualHosts front,
            RouterWorker loop,
            Channel channel,
            boolean secure,
            VirtualHosts.@Nullable Entrance entrance) {
        this.front = front;
        this.loop = loop;
        this.channel = channel;
        this.secure = secure;
        this.entrance = entrance;
        this.memoryUse = new ConnectionMemory(front.budget(), peer);
    }

    void install() {
        channel.pipeline().addLast(inbound, decoder, encoder, this);
    }

    ClientLimits limits() {
        return front.limits();
    }

    ConnectionMemory memoryUse() {
        return memoryUse;
    }

    /** How many plain connections it counts for. */
    int weight() {
        return secure ? ClientLimits.ENCRYPTED : 1;
    }

    /** Since when the client does not take what is sent to it, in nanoseconds; 0 if it does. */
    long stalledSince() {
        return stalledSince;
    }

    boolean closing() {
        return closing;
    }

    /** Whether the decoder's next message has somewhere to go. */
    boolean listens() {
        return !closing && (turn == null || bodyOpen);
    }

    /** Something came of a request that was answered. */
    void heardAfterAll() {
        heard = System.nanoTime();
    }

    /** All that is here was decoded, or has to wait. */
    void settle() {
        if (turn == null) {
            reading(true);
            if (!bodyOpen && !memoryUse.head(decoder.headBytes())) {
                refuse(CROWDED);
            }
        } else if (!bodyOpen) {
            long waiting = inbound.waiting();
            reading(waiting == 0);
            if (!memoryUse.ahead(waiting)) {
                channel.close();
            }
        }
    }

    VirtualHosts front() {
        return front;
    }

    RouterWorker loop() {
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
        encoder.toHead(toHead);
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
        memoryUse.lift();
        loop.clients().idle(this);
        if (last && !bodyOpen) {
            closing = true;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        channel.flush();
        if (last) {
            goodbye();
        } else {
            inbound.resume();
        }
    }

    /** The connection ends after what is under way on it. */
    void retire() {
        last = true;
        if (turn == null && !closing && !tunnelled) {
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
    void refuse(ParsedRequest.Refusal refusal) {
        turn = null;
        last = true;
        OwnResponses.Plain answer = new OwnResponses.Plain(refusal.status(), refusal.sentence());
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
        turn = null;
        tunnelled = true;
        memoryUse.lift();
        channel.closeFuture()
                .addListener(closed -> loop.run(() -> loop.clients().leave(this)));
        channel.pipeline().replace(this, "tunnel", tunnel);
        channel.pipeline().remove(encoder);
        channel.pipeline().remove(decoder);
        channel.pipeline().remove(inbound);
        channel.config().setAutoRead(true);
    }

    void tick(long now) {
        if (tunnelled) {
            return;
        }
        if (turn != null) {
            turn.tick(now);
            return;
        }
        long head = decoder.headSince();
        if (closing) {
            if (now - since > GOODBYE_NANOS || now - heard > GOODBYE_PAUSE_NANOS) {
                channel.close();
            }
        } else if (head != 0 && now - head > limits().head().toNanos()) {
            refuse(new ParsedRequest.Refusal(408, OwnResponses.slow().sentence()));
        } else if (now - since > (bodyOpen ? limits().head() : limits().idle()).toNanos()) {
            channel.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        String address = Transport.numeric(channel.remoteAddress());
        peer = new Peer(address, front.trusts(address), secure);
        memoryUse = new ConnectionMemory(front.budget(), peer);
        if (!loop.clients().enter(this)) {
            closing = true;
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (listens() && channel.isActive()) {
            take(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        stalledSince = channel.isWritable() ? 0 : System.nanoTime() | 1;
        if (turn != null && channel.isWritable()) {
            turn.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.clients().leave(this);
        closing = true;
        memoryUse.lift();
        ActiveRequest current = turn;
        turn = null;
        if (current != null) {
            current.gone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        OutOfMemory.check(cause);
        channel.close();
    }

    private void take(Object message) {
        if (message instanceof HttpRequest head) {
            bodyOpen = true;
            decoder.bodyBegins(true);
            loop.clients().busy(this);
            begin(head);
        } else if (message instanceof HttpContent piece) {
            body(piece);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest head) {
        ParsedRequest parsed = memoryUse.head(decoder.lastHeadBytes()) ? RequestValidator.judge(head, peer) : CROWDED;
        if (parsed instanceof ParsedRequest.Refusal refusal) {
            refuse(refusal);
        } else if (parsed instanceof ParsedRequest.Target target) {
            if (memoryUse.of(ClientShare.of(peer, head.headers()))) {
                front.receive(this, head, entrance == null ? target : front.through(entrance, target));
            } else {
                refuse(CROWDED);
            }
        }
    }

    /** What the connection is busy with from now on. */
    void turn(ActiveRequest next) {
        turn = next;
    }

    private void body(HttpContent piece) {
        if (piece.decoderResult().isFailure()) {
            Throwable cause = piece.decoderResult().cause();
            piece.release();
            ActiveRequest current = turn;
            if (current != null) {
                turn = null;
                current.gone();
            }
            // Whether an answer has begun or not: the client does not speak HTTP.
            if (encoder.begun()) {
                channel.close();
            } else {
                refuse(RequestValidator.unreadable(cause));
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
        heard = since;
        loop.clients().idle(this);
        reading(true);
        SslHandler encryption = channel.pipeline().get(SslHandler.class);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (encryption != null) {
                encryption.closeOutbound();
            } else if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }
}
