package io.jenkins.plugins.slipway.host.router;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a request on its way: what has not been sent yet and, while it is small, what has, to be sent again. */
final class RequestBody {
    /** Bodies up to this size are kept until the answer comes. */
    private static final int KEPT_BYTES = 64 << 10;

    private final ArrayDeque<HttpContent> unsent = new ArrayDeque<>(2);
    private @Nullable List<HttpContent> kept;
    private boolean begun;
    private boolean complete;
    private long bytes;

    /**
     * @param repeatable whether the request may be sent twice at all
     */
    RequestBody(boolean repeatable) {
        kept = repeatable ? new ArrayList<>(2) : null;
    }

    void add(HttpContent piece) {
        bytes += piece.content().readableBytes();
        complete |= piece instanceof LastHttpContent;
        if (kept != null) {
            if (bytes <= KEPT_BYTES) {
                kept.add(piece.retainedDuplicate());
            } else if (begun) {
                forget();
            }
        }
        unsent.add(piece);
    }

    /** The next piece to send, or null. It belongs to whoever asks. */
    @Nullable
    HttpContent next() {
        HttpContent piece = unsent.poll();
        if (piece != null) {
            begun = true;
            if (kept != null && bytes > KEPT_BYTES) {
                forget();
            }
        }
        return piece;
    }

    /** Bytes that have come so far. */
    long bytes() {
        return bytes;
    }

    /** Bytes that are in memory now. */
    long waiting() {
        long result = 0;
        for (HttpContent piece : unsent) {
            result += piece.content().readableBytes();
        }
        return result;
    }

    boolean complete() {
        return complete;
    }

    /** Whether the whole body can be sent from its beginning. */
    boolean repeatable() {
        return !begun || kept != null;
    }

    void rewind() {
        if (begun && kept != null) {
            unsent.forEach(HttpContent::release);
            unsent.clear();
            kept.forEach(piece -> unsent.add(piece.retainedDuplicate()));
            begun = false;
        }
    }

    void release() {
        unsent.forEach(HttpContent::release);
        unsent.clear();
        forget();
    }

    private void forget() {
        if (kept != null) {
            kept.forEach(HttpContent::release);
            kept = null;
        }
    }
}
