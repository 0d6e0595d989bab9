package io.jenkins.plugins.slipway.host.router.http;

import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** Reads an application's answers; knows that those to HEAD have no body. */
public final class ResponseDecoder extends HttpResponseDecoder {
    private static final int LONGEST_LINE = 16 << 10;
    private static final int LARGEST_PIECE = 64 << 10;

    private boolean toHead;

    public ResponseDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(ResponseValidator.LARGEST_HEAD)
                .setMaxChunkSize(LARGEST_PIECE)
                // An application may be lax about line ends; what it says is written anew.
                .setStrictLineParsing(false));
    }

    public void toHead(boolean next) {
        toHead = next;
    }

    /** Bytes that are here and not read yet. */
    public int pending() {
        return actualReadableBytes();
    }

    /** Why an answer cannot be read, in few words. */
    public static String reason(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return "its first line is longer than " + (LONGEST_LINE >> 10) + " KB";
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return "its head is longer than " + (ResponseValidator.LARGEST_HEAD >> 10) + " KB";
        }
        if (cause instanceof PrematureChannelClosureException) {
            return "it broke off";
        }
        return cause instanceof NumberFormatException
                ? "the size of a chunk is not a number"
                : String.valueOf(cause.getMessage());
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return super.isContentAlwaysEmpty(message)
                || (toHead
                        && message instanceof HttpResponse answer
                        && answer.status().code() >= 200);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("it has both a length and a transfer encoding");
    }
}
