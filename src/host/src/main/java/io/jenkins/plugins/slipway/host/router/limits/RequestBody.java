package io.jenkins.plugins.slipway.host.router.limits;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way. Its beginning is collected, in one piece however small the pieces are in which it comes, before an
 * application's connection is taken for it; the rest passes as it comes. A body that was collected whole can be sent again.
 */
public final class RequestBody {
    /** A body is sent on when it is whole or so much of it is here. */
    static final int FIRST_BYTES = 64 << 10;

    private static final int MOST_COLLECTED = 2 * FIRST_BYTES;
    private static final int SMALLEST = 512;

    private final boolean mayRepeat;
    private final ArrayDeque<ByteBuf> rest = new ArrayDeque<>(0);
    private ByteBuf first = Unpooled.EMPTY_BUFFER;
    private long restBytes;
    private long bytes;
    private boolean complete;
    private boolean begun;
    private boolean ended;
    private boolean kept;

    /**
     * @param mayRepeat whether the request may be sent twice at all
     */
    public RequestBody(boolean mayRepeat) {
        this.mayRepeat = mayRepeat;
    }

    /** Takes a piece over. What follows the last one, such as trailers, is dropped. */
    public void add(HttpContent piece) {
        ByteBuf content = piece.content();
        int length = content.readableBytes();
        bytes += length;
        complete |= piece instanceof LastHttpContent;
        if (!begun && rest.isEmpty() && first.readableBytes() + length <= MOST_COLLECTED) {
            if (length > 0 && first == Unpooled.EMPTY_BUFFER) {
                first = Unpooled.buffer(SMALLEST);
            }
            if (length > 0) {
                first.writeBytes(content);
            }
            piece.release();
        } else if (length > 0) {
            rest.add(content);
            restBytes += length;
        } else {
            piece.release();
        }
    }

    /** Whether it is whole, or large and has begun to come. */
    boolean ready() {
        return complete || bytes >= FIRST_BYTES;
    }

    /** The next piece to send, or null. It belongs to whoever asks. */
    @Nullable
    public HttpContent next() {
        ByteBuf piece;
        if (!begun) {
            begun = true;
            kept = mayRepeat && complete && rest.isEmpty();
            piece = kept ? first.retainedDuplicate() : first;
            first = kept ? first : Unpooled.EMPTY_BUFFER;
        } else {
            piece = rest.poll();
            restBytes -= piece == null ? 0 : piece.readableBytes();
        }
        boolean last = complete && rest.isEmpty() && !ended;
        ended |= last;
        if (piece == null || !piece.isReadable()) {
            if (piece != null) {
                piece.release();
            }
            return last ? LastHttpContent.EMPTY_LAST_CONTENT : null;
        }
        return last ? new DefaultLastHttpContent(piece) : new DefaultHttpContent(piece);
    }

    /** Bytes that have come so far. */
    public long bytes() {
        return bytes;
    }

    /** Bytes of memory that it takes now. */
    public long memory() {
        return first.capacity() + restBytes;
    }

    public boolean complete() {
        return complete;
    }

    /** Whether all of it can be sent from its beginning. */
    public boolean repeatable() {
        return !begun || kept;
    }

    public void rewind() {
        if (kept) {
            begun = false;
            ended = false;
        }
    }

    public void release() {
        rest.forEach(ByteBuf::release);
        rest.clear();
        restBytes = 0;
        first.release();
        first = Unpooled.EMPTY_BUFFER;
        kept = false;
        begun = true;
        ended = true;
    }
}
