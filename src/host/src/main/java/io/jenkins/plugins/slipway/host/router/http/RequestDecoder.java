package io.jenkins.plugins.slipway.host.router.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads requests strictly, and tells how long a head has been on its way. */
public final class RequestDecoder extends HttpRequestDecoder {
    private static final int LONGEST_LINE = 16 << 10;
    private static final int LARGEST_PIECE = 64 << 10;
    static final int LARGEST_HEAD = 64 << 10;

    private long headSince;
    private boolean inBody;
    private boolean bad;
    private final HeadLines lines = new HeadLines();
    private boolean beginning = true;
    private boolean emptyLine;
    private @Nullable ChunkSizes sizes;

    public RequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEAD)
                .setMaxChunkSize(LARGEST_PIECE));
        setSingleDecode(true);
    }

    /** Bytes that are here and not decoded yet. */
    public int pending() {
        return actualReadableBytes();
    }

    /** How many bytes the last head had that is complete. */
    public long lastHeadBytes() {
        return lines.complete();
    }

    /** How many bytes of a head have come that is not complete yet. */
    public long headBytes() {
        return lines.bytes() + (inBody ? 0 : pending());
    }

    /** When the first byte of a head came that is not complete yet, in nanoseconds; 0 if there is none. */
    public long headSince() {
        return headSince;
    }

    /** Told by the connection, which sees the end of each message. */
    public void bodyBegins(boolean begins) {
        inBody = begins;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        if (headSince == 0 && !inBody && buffer.isReadable()) {
            headSince = System.nanoTime() | 1;
        }
        ChunkSizes following = sizes;
        if (bad) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        if (beginning && !begin(buffer, out)) {
            return;
        }
        if (following != null && !following.before(buffer)) {
            LastHttpContent end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
            end.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("the size of a chunk")));
            giveUp(end, buffer, out);
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

    /** Looks at the beginning of a request. Returns whether it is to be read. */
    private boolean begin(ByteBuf buffer, List<Object> out) {
        // One empty line is let pass, as some clients end a body with it (RFC 9112, section 2.2).
        if (!emptyLine && buffer.isReadable() && buffer.getByte(buffer.readerIndex()) == '\r') {
            if (buffer.readableBytes() == 1) {
                return false;
            }
            if (buffer.getByte(buffer.readerIndex() + 1) == '\n') {
                emptyLine = true;
                buffer.skipBytes(2);
                headSince = buffer.isReadable() ? headSince : 0;
            }
        }
        switch (RequestLine.look(buffer, LONGEST_LINE)) {
            case INCOMPLETE -> {
                return buffer.isReadable();
            }
            case GOOD -> {
                beginning = false;
                return true;
            }
            case OTHER_VERSION -> refuse(new UnreadableException(505, "This server speaks HTTP/1.1."), buffer, out);
            case MALFORMED -> refuse(new UnreadableException(400, "The request cannot be read."), buffer, out);
        }
        return false;
    }

    private void refuse(UnreadableException cause, ByteBuf buffer, List<Object> out) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/bad-request");
        request.setDecoderResult(DecoderResult.failure(cause));
        giveUp(request, buffer, out);
    }

    private void giveUp(HttpObject last, ByteBuf buffer, List<Object> out) {
        bad = true;
        headSince = 0;
        buffer.skipBytes(buffer.readableBytes());
        out.add(last);
    }

    private void follow(@Nullable ChunkSizes following, int taken, List<Object> out, int known) {
        int data = 0;
        for (int i = known; i < out.size(); i++) {
            bad |= out.get(i) instanceof HttpObject one && one.decoderResult().isFailure();
            if (out.get(i) instanceof HttpRequest head) {
                sizes = HttpUtil.isTransferEncodingChunked(head) ? new ChunkSizes() : null;
            }
            if (out.get(i) instanceof LastHttpContent end) {
                sizes = null;
                beginning = true;
                emptyLine = false;
                if (!end.trailingHeaders().isEmpty()) {
                    // They come too late to be judged with the others, and applications mix them up.
                    end.trailingHeaders().clear();
                }
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
