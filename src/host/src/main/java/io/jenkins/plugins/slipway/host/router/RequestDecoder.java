package io.jenkins.plugins.slipway.host.router;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;

/** Reads requests strictly, and tells how long a head has been on its way. */
final class RequestDecoder extends HttpRequestDecoder {
    private static final int LONGEST_LINE = 16 << 10;
    private static final int LARGEST_PIECE = 64 << 10;
    static final int LARGEST_HEAD = 64 << 10;

    private long headSince;
    private boolean inBody;

    RequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEAD)
                .setMaxChunkSize(LARGEST_PIECE));
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
        super.decode(context, buffer, out);
        if (!out.isEmpty()) {
            headSince = 0;
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both a length and a transfer encoding");
    }
}
