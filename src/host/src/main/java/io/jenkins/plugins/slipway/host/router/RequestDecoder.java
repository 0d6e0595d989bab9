package io.jenkins.plugins.slipway.host.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads requests strictly, and tells how long a head has been on its way. */
final class RequestDecoder extends HttpRequestDecoder {
    private static final int LONGEST_LINE = 16 << 10;
    private static final int LARGEST_PIECE = 64 << 10;
    static final int LARGEST_HEAD = 64 << 10;

    private long headSince;
    private boolean inBody;
    private boolean bad;
    private final HeadLines lines = new HeadLines();
    private @Nullable ChunkSizes sizes;

    RequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEAD)
                .setMaxChunkSize(LARGEST_PIECE));
        setSingleDecode(true);
    }

    /** Bytes that are here and not decoded yet. */
    int pending() {
        return actualReadableBytes();
    }

    /** How many bytes the last head had that is complete. */
    long lastHeadBytes() {
        return lines.complete();
    }

    /** How many bytes of a head have come that is not complete yet. */
    long headBytes() {
        return lines.bytes() + (inBody ? 0 : pending());
    }

    /** When the first byte of a head came that is not complete yet, in nanoseconds; 0 if there is none. */
    long headSince() {
        return headSince;
    }

    /** Told by the connection, which sees the end of each message. */
    void bodyBegins(boolean begins) {
        inBody = begins;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        if (headSince == 0 && !inBody && buffer.isReadable()) {
            headSince = System.nanoTime() | 1;
        }
        ChunkSizes following = sizes;
        if (bad || (following != null && !following.before(buffer))) {
            buffer.skipBytes(buffer.readableBytes());
            if (!bad) {
                bad = true;
                LastHttpContent end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
                end.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("the size of a chunk")));
                out.add(end);
            }
            return;
        }
        int length = buffer.readableBytes();
        int known = out.size();
        int start = buffer.readerIndex();
        super.decode(context, buffer, out);
        if (!lines.follow(buffer, start, out, known)) {
            bad = true;
        }
        if (out.size() > known) {
            headSince = 0;
        }
        follow(following, length - buffer.readableBytes(), out, known);
    }

    private void follow(@Nullable ChunkSizes following, int taken, List<Object> out, int known) {
        int data = 0;
        for (int i = known; i < out.size(); i++) {
            if (out.get(i) instanceof HttpRequest head) {
                sizes = HttpUtil.isTransferEncodingChunked(head) ? new ChunkSizes() : null;
            } else if (out.get(i) instanceof LastHttpContent) {
                sizes = null;
            } else if (out.get(i) instanceof HttpContent piece) {
                data += piece.content().readableBytes();
            }
        }
        if (following != null && following == sizes) {
            following.after(taken, data);
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both a length and a transfer encoding");
    }
}
