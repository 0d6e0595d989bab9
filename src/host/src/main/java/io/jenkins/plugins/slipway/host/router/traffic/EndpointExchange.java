package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.InternalEndpoint;
import io.jenkins.plugins.slipway.host.router.http.Headers;
import io.jenkins.plugins.slipway.host.router.http.Paths;
import io.jenkins.plugins.slipway.host.router.limits.EndpointLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Brings requests to the internal endpoint and its answers back, within bounds. */
final class EndpointExchange {
    private static final int MOST_BYTES = 1 << 20;

    /** For a whole body, and for word whether anybody wants it. */
    private static final long BODY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int SMALLEST = 512;
    private static final Set<String> OURS =
            Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "content-length", "trailer", "te");

    private final InternalEndpoint endpoint;
    private final EndpointLimits limits = new EndpointLimits();

    EndpointExchange(InternalEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    boolean leadsTo(String uri) {
        return uri.startsWith(endpoint.prefix());
    }

    void enter(ClientConnection client, HttpRequest head) {
        Visit visit = new Visit(client, head);
        client.turn(visit);
        visit.begin();
    }

    /** One delivery. Called on its client's event loop. */
    private final class Visit implements ActiveRequest {
        private final ClientConnection client;
        private final HttpRequest head;
        private final ByteBuf body = Unpooled.buffer(SMALLEST);
        private final boolean keep;
        private final long since = System.nanoTime();
        private final long size;
        private @Nullable String counted;
        private @Nullable CompletableFuture<Optional<String>> question;
        private boolean admitted;
        private boolean complete;
        private boolean asked;
        private boolean over;

        Visit(ClientConnection client, HttpRequest head) {
            this.client = client;
            this.head = head;
            this.keep = !Headers.connection(head.headers(), "close")
                    && head.protocolVersion().equals(HttpVersion.HTTP_1_1)
                    && !head.headers().contains(HttpHeaderNames.EXPECT);
            String length = head.headers().get(HttpHeaderNames.CONTENT_LENGTH);
            this.size = length != null
                    ? Long.parseLong(length)
                    : head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) ? MOST_BYTES : 0;
        }

        void begin() {
            if (size > MOST_BYTES) {
                tooLarge();
                return;
            }
            client.reading(false);
            CompletableFuture<Optional<String>> asking =
                    endpoint.leadsTo(path()).toCompletableFuture();
            question = asking;
            asking.whenComplete((key, failure) -> client.loop().run(() -> admit(key)));
        }

        /** Nothing counts for a client, and nothing of its body is read on, before it has named an address that there is. */
        @SuppressWarnings("NullAway") // Null if the endpoint failed.
        private void admit(@Nullable Optional<String> key) {
            if (over) {
                return;
            }
            if (key == null) {
                busy();
            } else if (key.isEmpty()) {
                say(new OwnResponses.Plain(404, "There is no such webhook."));
            } else if (!limits.enter(key.get(), size)) {
                busy();
            } else {
                counted = key.get();
                admitted = true;
                if (size > 0 && !complete && head.headers().contains(HttpHeaderNames.EXPECT)) {
                    InformationalResponse.send(client, InformationalResponse.CONTINUE);
                }
                client.reading(true);
                deliver();
            }
        }

        @Override
        public void content(HttpContent piece) {
            if (!over && body.readableBytes() + piece.content().readableBytes() > MOST_BYTES) {
                tooLarge();
            }
            if (!over) {
                body.writeBytes(piece.content());
            }
            complete |= piece instanceof LastHttpContent;
            piece.release();
            if (!over && !admitted && !client.memoryUse().body(body.capacity())) {
                busy();
            }
            deliver();
        }

        private void deliver() {
            if (admitted && complete && !over && !asked) {
                asked = true;
                endpoint.enter(delivery())
                        .whenComplete((answer, failure) -> client.loop().run(() -> answer(answer)));
            }
        }

        @Override
        public void writable() {
            // The whole answer has been written already.
        }

        @Override
        public void gone() {
            end();
        }

        @Override
        public void tick(long now) {
            if (!asked && now - since > BODY_NANOS) {
                say(OwnResponses.slow());
            }
        }

        private String path() {
            String path = Paths.of(head.uri());
            return path.substring(Math.min(path.length(), endpoint.prefix().length()));
        }

        private InternalEndpoint.Delivery delivery() {
            List<InternalEndpoint.Header> headers = head.headers().entries().stream()
                    .map(header -> new InternalEndpoint.Header(header.getKey(), header.getValue()))
                    .toList();
            byte[] bytes = new byte[body.readableBytes()];
            body.readBytes(bytes);
            int query = head.uri().indexOf('?');
            return new InternalEndpoint.Delivery(
                    head.method().name(), path(), query < 0 ? "" : head.uri().substring(query + 1), headers, bytes);
        }

        private void answer(InternalEndpoint.@Nullable Answer answer) {
            if (over) {
                return;
            }
            if (answer == null) {
                busy();
                return;
            }
            boolean toHead = head.method().name().equals("HEAD");
            HttpResponse response =
                    new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
            put(answer.headers(), response.headers());
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
            client.begin(response, toHead, keep);
            if (!toHead) {
                client.write(new DefaultHttpContent(Unpooled.wrappedBuffer(answer.body())));
            }
            client.write(LastHttpContent.EMPTY_LAST_CONTENT);
            end();
            client.over();
        }

        private void busy() {
            say(new OwnResponses.Plain(503, "Too many deliveries at once. Try again in a moment.")
                    .with("retry-after", "5"));
        }

        /** What is still coming of the body is not read. */
        private void tooLarge() {
            say(new OwnResponses.Plain(413, "A delivery may have at most 1 MiB."));
        }

        private void say(OwnResponses.Plain answer) {
            // What is left of the body is thrown away, if it is not too much.
            answer.send(client, head.method().name().equals("HEAD"), keep && complete);
            end();
            client.over();
        }

        private void end() {
            if (over) {
                return;
            }
            if (counted != null) {
                limits.leave(counted, size);
                counted = null;
            }
            over = true;
            if (question != null) {
                question.cancel(false);
            }
            body.release();
        }
    }

    private static void put(Map<String, String> from, HttpHeaders to) {
        from.forEach((name, value) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                try {
                    to.set(name, value);
                } catch (IllegalArgumentException e) {
                    // A webhook's own code chose it; what is no header is not sent.
                    to.remove(name);
                }
            }
        });
    }
}
