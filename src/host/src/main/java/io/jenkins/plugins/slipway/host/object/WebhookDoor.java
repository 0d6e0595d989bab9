package io.jenkins.plugins.slipway.host.object;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.object.OperationFailedException;
import io.jenkins.plugins.slipway.host.router.Door;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes deliveries of third parties to webhooks. Not held while releases switch: third parties may probe a webhook while it is being
 * subscribed, in the middle of a deployment. What is said to them tells nothing of what went wrong inside.
 */
public final class WebhookDoor implements Door {
    /** Starts the path of every webhook; the secret follows. */
    public static final String PREFIX = "/_slipway/hooks/";

    private static final int MOST_BYTES = 1 << 20;
    private static final double BURST = 100;
    private static final double PER_SECOND = 20;

    /** Deliveries that wait for a process or are being run; each may hold a body in memory. */
    private static final int MOST_AT_ONCE = 64;

    private static final Set<String> NOT_PASSED_ON =
            Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "content-length", "trailer", "te");

    private final HostedObjects objects;
    private final Executor executor;
    private final Map<String, RateLimit> limits = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * @param executor whose threads wait for runs
     */
    public WebhookDoor(HostedObjects objects, Executor executor) {
        this.objects = objects;
        this.executor = executor;
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public void enter(HttpServerRequest request) {
        Context context = Objects.requireNonNull(Vertx.currentContext());
        String rest = String.valueOf(request.path()).substring(PREFIX.length());
        int slash = rest.indexOf('/');
        String secret = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "/" : rest.substring(slash);
        String length = request.getHeader("content-length");
        if (length != null && Long.parseLong(length.trim()) > MOST_BYTES) {
            refuse(request, 413, "A delivery may have 1 MiB.");
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() <= MOST_BYTES) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            if (body.length() > MOST_BYTES) {
                refuse(request, 413, "A delivery may have 1 MiB.");
            } else if (underWay.incrementAndGet() > MOST_AT_ONCE) {
                underWay.decrementAndGet();
                busy(request, 503);
            } else {
                executor.execute(() -> {
                    try {
                        deliver(context, request, secret, path, body);
                    } finally {
                        underWay.decrementAndGet();
                    }
                });
            }
        });
    }

    private void deliver(Context context, HttpServerRequest request, String secret, String path, Buffer body) {
        try {
            HostedObjects.Delivery delivery = objects.webhook(secret).orElse(null);
            if (delivery == null) {
                context.runOnContext(nothing -> refuse(request, 404, "There is no such webhook."));
                return;
            }
            RateLimit limit = limits.computeIfAbsent(secret, key -> new RateLimit(BURST, PER_SECOND));
            if (!limit.admits(System.nanoTime())) {
                context.runOnContext(nothing -> busy(request, 429));
                return;
            }
            JsonNode answer = delivery.site().run(delivery.found(), input(request, path, body));
            context.runOnContext(nothing -> answer(request, answer));
        } catch (OperationFailedException e) {
            int status = e.kind() == OperationFailedException.Kind.TIMED_OUT ? 504 : 500;
            context.runOnContext(nothing -> refuse(request, status, "The webhook failed."));
        } catch (IOException | SlipwayException e) {
            System.err.println("a delivery failed: " + e);
            context.runOnContext(nothing -> refuse(request, 500, "The webhook failed."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            context.runOnContext(nothing -> busy(request, 503));
        }
    }

    private static ObjectNode input(HttpServerRequest request, String path, Buffer body) {
        ObjectNode input = HostJson.MAPPER.createObjectNode();
        input.put("method", request.method().name());
        input.put("path", path);
        input.put("query", request.query() == null ? "" : request.query());
        ArrayNode headers = input.putArray("headers");
        request.headers()
                .forEach(header -> headers.addArray()
                        .add(header.getKey().toLowerCase(Locale.ROOT))
                        .add(header.getValue()));
        input.put("body", Base64.getEncoder().encodeToString(body.getBytes()));
        return input;
    }

    private static void answer(HttpServerRequest request, JsonNode answer) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        int status = answer.path("status").asInt(0);
        byte[] body = decode(answer.path("body").asString(""));
        if (status < 200 || status > 599 || body == null) {
            refuse(request, 500, "The webhook failed.");
            return;
        }
        response.setStatusCode(status);
        for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
            if (!NOT_PASSED_ON.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                response.putHeader(
                        header.getKey(), header.getValue().asString("").replaceAll("[\\r\\n]", " "));
            }
        }
        response.end(Buffer.buffer(body));
    }

    private static byte @Nullable [] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void busy(HttpServerRequest request, int status) {
        request.response().putHeader("retry-after", "5");
        refuse(request, status, "Too many deliveries at once. Try again in a moment.");
    }

    private static void refuse(HttpServerRequest request, int status, String sentence) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        // What is still coming of a body that is too large is not read.
        if (status == 413) {
            response.putHeader("connection", "close");
        }
        response.setStatusCode(status)
                .putHeader("content-type", "text/plain; charset=utf-8")
                .putHeader("cache-control", "no-store")
                .end(sentence + "\n");
    }
}
