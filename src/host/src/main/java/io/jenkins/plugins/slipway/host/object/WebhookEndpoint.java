package io.jenkins.plugins.slipway.host.object;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.object.OperationFailedException;
import io.jenkins.plugins.slipway.host.router.InternalEndpoint;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes deliveries of third parties to webhooks. Not held while releases switch: third parties may probe a webhook while it is being
 * subscribed, in the middle of a deployment. What is said to them tells nothing of what went wrong inside.
 */
public final class WebhookEndpoint implements InternalEndpoint {
    /** Starts the path of every webhook; the secret follows. */
    public static final String PREFIX = "/_slipway/hooks/";

    private static final double BURST = 100;
    private static final double PER_SECOND = 20;

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

    private static final Set<String> NOT_PASSED_ON =
            Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "content-length", "trailer", "te");

    private final HostedObjects objects;
    private final Executor executor;
    private final Executor asking = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "webhook-questions");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, RateLimit> limits = new ConcurrentHashMap<>();

    /**
     * @param executor whose threads wait for runs
     */
    public WebhookEndpoint(HostedObjects objects, Executor executor) {
        this.objects = objects;
        this.executor = executor;
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** One after the other: anybody may ask, and an answer takes no more than a look into memory. */
    @Override
    public CompletionStage<Optional<String>> leadsTo(String path) {
        return CompletableFuture.supplyAsync(
                () -> objects.webhook(secret(path)).map(HostedObjects.Delivery::key), asking);
    }

    @Override
    public CompletionStage<Answer> enter(Delivery delivery) {
        return CompletableFuture.supplyAsync(() -> deliver(delivery), executor);
    }

    private Answer deliver(Delivery delivery) {
        String rest = delivery.path();
        int slash = rest.indexOf('/');
        String secret = secret(rest);
        try {
            HostedObjects.Delivery webhook = objects.webhook(secret).orElse(null);
            if (webhook == null) {
                return refusal(404, "There is no such webhook.");
            }
            RateLimit limit = limits.computeIfAbsent(secret, key -> new RateLimit(BURST, PER_SECOND));
            if (!limit.admits(System.nanoTime())) {
                return busy(429);
            }
            String path = slash < 0 ? "/" : rest.substring(slash);
            return answer(webhook.site().run(webhook.found(), input(delivery, path)));
        } catch (OperationFailedException e) {
            return refusal(e.kind() == OperationFailedException.Kind.TIMED_OUT ? 504 : 500, "The webhook failed.");
        } catch (IOException | SlipwayException e) {
            System.err.println("a delivery failed: " + e);
            return refusal(500, "The webhook failed.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return busy(503);
        }
    }

    private static String secret(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private static ObjectNode input(Delivery delivery, String path) {
        ObjectNode input = HostJson.MAPPER.createObjectNode();
        input.put("method", delivery.method());
        input.put("path", path);
        input.put("query", delivery.query());
        ArrayNode headers = input.putArray("headers");
        delivery.headers()
                .forEach(header -> headers.addArray()
                        .add(header.name().toLowerCase(Locale.ROOT))
                        .add(header.value()));
        input.put("body", Base64.getEncoder().encodeToString(delivery.body()));
        return input;
    }

    private static Answer answer(JsonNode answer) {
        int status = answer.path("status").asInt(0);
        byte[] body = decode(answer.path("body").asString(""));
        if (status < 200 || status > 599 || body == null) {
            return refusal(500, "The webhook failed.");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
            String name = header.getKey();
            if (NAME.matcher(name).matches() && !NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, header.getValue().asString("").replaceAll("[\\p{Cntrl}&&[^\t]]", " "));
            }
        }
        return new Answer(status, headers, body);
    }

    private static byte @Nullable [] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Answer busy(int status) {
        Answer refusal = refusal(status, "Too many deliveries at once. Try again in a moment.");
        Map<String, String> headers = new LinkedHashMap<>(refusal.headers());
        headers.put("retry-after", "5");
        return new Answer(status, headers, refusal.body());
    }

    private static Answer refusal(int status, String sentence) {
        return new Answer(
                status,
                Map.of("content-type", "text/plain; charset=utf-8", "cache-control", "no-store"),
                (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
