package io.jenkins.plugins.slipway.host.router;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Brings requests to a door and its answers back, within bounds. */
final class Doorway {
    private static final int MOST_BYTES = 1 << 20;

    /** Deliveries on their way; each holds a body in memory. */
    private static final int MOST_AT_ONCE = 64;

    private final Door door;
    private final AtomicInteger underWay = new AtomicInteger();

    Doorway(Door door) {
        this.door = door;
    }

    boolean leadsTo(String path) {
        return path.startsWith(door.prefix());
    }

    /** Called on the event loop that accepted the request, before any of its body was read. */
    void enter(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        if (length != null && Long.parseLong(length.trim()) > MOST_BYTES) {
            tooLarge(request);
            return;
        }
        Context context = Objects.requireNonNull(Vertx.currentContext());
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() <= MOST_BYTES) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            if (body.length() > MOST_BYTES) {
                tooLarge(request);
            } else if (underWay.incrementAndGet() > MOST_AT_ONCE) {
                underWay.decrementAndGet();
                busy(request);
            } else {
                door.enter(delivery(request, body)).whenComplete((answer, failure) -> {
                    underWay.decrementAndGet();
                    context.runOnContext(nothing -> answer(request, answer));
                });
            }
        });
    }

    private Door.Delivery delivery(HttpServerRequest request, Buffer body) {
        List<Door.Header> headers = request.headers().entries().stream()
                .map(header -> new Door.Header(header.getKey(), header.getValue()))
                .toList();
        return new Door.Delivery(
                request.method().name(),
                String.valueOf(request.path()).substring(door.prefix().length()),
                request.query() == null ? "" : request.query(),
                headers,
                body.getBytes());
    }

    private static void answer(HttpServerRequest request, Door.@Nullable Answer answer) {
        HttpServerResponse response = request.response();
        if (answer == null) {
            busy(request);
        } else if (!response.closed() && !response.ended()) {
            response.setStatusCode(answer.status());
            answer.headers().forEach(response::putHeader);
            response.end(Buffer.buffer(answer.body()));
        }
    }

    private static void busy(HttpServerRequest request) {
        if (!request.response().headWritten()) {
            request.response().putHeader("retry-after", "5");
        }
        Answers.text(request, 503, "Too many deliveries at once. Try again in a moment.");
    }

    /** What is still coming of the body is not read. */
    private static void tooLarge(HttpServerRequest request) {
        Answers.last(request, 413, "A delivery may have 1 MiB.");
    }
}
