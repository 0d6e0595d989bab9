package io.jenkins.plugins.slipway.host.router.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.util.List;

/** Counts the lines of a request's head while it comes: each becomes objects that take many times the memory of a short line. */
public final class HeadLines {
    public static final int MOST = RequestHeaders.MOST;

    private boolean inHead = true;
    private int lines;
    private long bytes;
    private long complete;

    /** Bytes of the last head that came to its end. */
    long complete() {
        return complete;
    }

    /** Bytes of the head that the decoder has taken, as long as it is not complete. */
    long bytes() {
        return bytes;
    }

    /**
     * Notes what the decoder has done. A head with too many lines is made one that cannot be read.
     *
     * @param start where it began to read
     * @param known how many messages there were before
     * @return false if nothing more can be read from this client
     */
    boolean follow(ByteBuf buffer, int start, List<Object> out, int known) {
        if (inHead && out.size() == known) {
            bytes += buffer.readerIndex() - start;
            for (int i = start; i < buffer.readerIndex(); i++) {
                lines += buffer.getByte(i) == '\n' ? 1 : 0;
            }
            if (lines <= MOST) {
                return true;
            }
            HttpRequest refused = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
            refused.setDecoderResult(tooMany());
            out.add(refused);
            return false;
        }
        for (int i = known; i < out.size(); i++) {
            if (out.get(i) instanceof HttpRequest head) {
                inHead = false;
                lines = 0;
                complete = bytes + buffer.readerIndex() - start;
                bytes = 0;
                if (head.headers().size() > MOST && head.decoderResult().isSuccess()) {
                    head.setDecoderResult(tooMany());
                    return false;
                }
            } else if (out.get(i) instanceof LastHttpContent) {
                inHead = true;
            }
        }
        return true;
    }

    private static DecoderResult tooMany() {
        return DecoderResult.failure(new TooLongHttpHeaderException("more than " + MOST + " lines"));
    }
}
