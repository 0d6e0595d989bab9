package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.http.RequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Hands a client's bytes to the decoder, one message at a time. What a client sends ahead, without waiting for its answer, stays bytes
 * and is not read on: as requests it would take many times the memory.
 */
final class InboundQueue extends ChannelInboundHandlerAdapter {
    private final ClientConnection client;
    private final RequestDecoder decoder;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(0);
    private @Nullable ChannelHandlerContext context;
    private boolean feeding;

    InboundQueue(ClientConnection client, RequestDecoder decoder) {
        this.client = client;
        this.decoder = decoder;
    }

    /** Bytes that are not decoded. */
    long waiting() {
        long result = decoder.pending();
        for (ByteBuf bytes : held) {
            result += bytes.readableBytes();
        }
        return result;
    }

    /** The client's connection can take another message. */
    void resume() {
        ChannelHandlerContext to = context;
        if (to != null && !feeding) {
            feed(to, null);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** What is held passes on to whoever comes after the decoder. */
    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        context = null;
        while (!held.isEmpty()) {
            ByteBuf bytes = held.poll();
            if (removed.channel().isActive()) {
                removed.fireChannelRead(bytes);
            } else {
                bytes.release();
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            from.fireChannelRead(message);
        } else if (client.closing()) {
            ReferenceCountUtil.release(message);
            client.heardAfterAll();
        } else if (feeding || !held.isEmpty() || !client.listens()) {
            held.add(bytes);
            if (!feeding) {
                client.settle();
            }
        } else {
            feed(from, bytes);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        drop();
        from.fireChannelInactive();
    }

    private void feed(ChannelHandlerContext to, @Nullable ByteBuf first) {
        feeding = true;
        try {
            ByteBuf next = first;
            boolean stuck = decoder.pending() == 0;
            while (context != null && (next != null || client.listens())) {
                if (next == null) {
                    next = stuck ? held.poll() : Unpooled.EMPTY_BUFFER;
                }
                if (next == null) {
                    break;
                }
                int before = decoder.pending() + next.readableBytes();
                to.fireChannelRead(next);
                stuck = decoder.pending() == 0 || decoder.pending() == before;
                next = null;
            }
        } finally {
            feeding = false;
        }
        if (client.closing()) {
            drop();
        } else if (context != null) {
            client.settle();
        }
    }

    private void drop() {
        held.forEach(ByteBuf::release);
        held.clear();
    }
}
