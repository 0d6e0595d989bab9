package io.jenkins.plugins.slipway.host.router.traffic;

import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Writes an application's answer to the client. What comes in one read is written together: an answer that turns out unreadable
 * meanwhile is not begun, and the client gets a whole one of the router's.
 */
final class ResponseWriter {
    private final Exchange exchange;
    private final ArrayDeque<HttpContent> early = new ArrayDeque<>(0);
    private @Nullable HttpResponse uncommitted;
    private boolean committed;

    ResponseWriter(Exchange exchange) {
        this.exchange = exchange;
    }

    void head(HttpResponse head) {
        uncommitted = head;
    }

    /** Whether the application answers. */
    boolean begun() {
        return committed || uncommitted != null;
    }

    /** Whether the client may have seen some of it. */
    boolean committed() {
        return committed;
    }

    /** Takes a piece of the body over. */
    void piece(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (!committed && !last) {
            early.add(content);
            return;
        }
        commit();
        write(content);
    }

    /** Nothing can be taken back from now on. */
    void commit() {
        HttpResponse head = uncommitted;
        if (head != null) {
            uncommitted = null;
            committed = true;
            exchange.begin(head, false);
            while (!early.isEmpty()) {
                write(early.poll());
            }
        }
    }

    /** What was not written is not wanted any more. */
    void drop() {
        uncommitted = null;
        early.forEach(HttpContent::release);
        early.clear();
    }

    private void write(HttpContent content) {
        exchange.facts().sent(content.content().readableBytes());
        ClientConnection client = exchange.client();
        if (!(content instanceof LastHttpContent)) {
            client.write(content);
        } else if (content.content().isReadable()) {
            client.write(new DefaultLastHttpContent(content.content()));
        } else {
            // Trailers concern one connection only.
            content.release();
            client.write(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }
}
