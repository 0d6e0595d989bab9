package io.jenkins.plugins.slipway.cli.promises;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * A third party as Git hosters are: it keeps hooks, refuses a second one with the same address and event, may take a key, and every
 * now and then does not answer as one would like.
 */
@NullUnmarked
final class Subscribers implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What a request meets. */
    enum Fault {
        /** Refused before anything happened. */
        ERROR_BEFORE,
        /** Done, and the answer is an error. */
        ERROR_AFTER,
        /** Done, and the connection breaks. */
        LOSE,
        /** Done twice, as by a proxy that repeats requests. */
        TWICE,
        /** Done, and no answer in any useful time. */
        HANG
    }

    record Hook(int id, String url, String event, String key, int release) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Random random;
    private final Map<Integer, Hook> hooks = new TreeMap<>();
    private final Set<Integer> settled = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private final Map<Fault, Integer> met = new TreeMap<>();
    private double faults;
    private int requests;
    private int last;
    private int noticeAt;
    private CountDownLatch notice = new CountDownLatch(1);

    Subscribers(Random random) throws IOException {
        this.random = random;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many of a hundred requests meet a fault. */
    synchronized void faults(int percent) {
        faults = percent / 100.0;
    }

    /** Opens when that many more requests have arrived. */
    synchronized CountDownLatch after(int more) {
        noticeAt = requests + more;
        notice = new CountDownLatch(1);
        return notice;
    }

    synchronized int requests() {
        return requests;
    }

    synchronized Map<Fault, Integer> met() {
        return new TreeMap<>(met);
    }

    /** Every hook that is kept: address and event, each as often as it is there. */
    synchronized List<String> kept() {
        return hooks.values().stream()
                .map(hook -> hook.url() + " " + hook.event())
                .sorted()
                .toList();
    }

    /** Everything that was asked until now is known to have succeeded. Who asks for it again does something twice. */
    synchronized void settle() {
        settled.clear();
        settled.addAll(hooks.keySet());
    }

    /** What should never have been asked. */
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int release = Integer.parseInt(exchange.getRequestHeaders().getFirst("x-release"));
            Fault fault;
            String answer;
            synchronized (this) {
                requests++;
                if (requests >= noticeAt) {
                    notice.countDown();
                }
                fault = fault();
                answer = fault == Fault.ERROR_BEFORE ? "" : act(exchange, body, release);
                if (fault == Fault.TWICE) {
                    act(exchange, body, release);
                }
            }
            if (fault == Fault.HANG) {
                hang();
            } else if (fault != Fault.LOSE) {
                boolean error = fault == Fault.ERROR_BEFORE || fault == Fault.ERROR_AFTER;
                answer(exchange, error ? 500 : 200, error ? "{}" : answer);
            }
        }
    }

    private Fault fault() {
        if (random.nextDouble() >= faults) {
            return null;
        }
        // Hanging takes a second each time.
        Fault fault = random.nextInt(10) == 0 ? Fault.HANG : Fault.values()[random.nextInt(Fault.values().length - 1)];
        met.merge(fault, 1, Integer::sum);
        return fault;
    }

    private String act(HttpExchange exchange, String body, int release) {
        String path = exchange.getRequestURI().getPath();
        String query = exchange.getRequestURI().getRawQuery();
        String url = query == null ? null : URLDecoder.decode(query.substring("url=".length()), StandardCharsets.UTF_8);
        return switch (exchange.getRequestMethod()) {
            case "GET" -> {
                ArrayNode found = JSON.createArrayNode();
                hooks.values().stream()
                        .filter(hook -> hook.url().equals(url))
                        .forEach(hook -> found.addPOJO(new HashMap<>(Map.of("id", hook.id(), "event", hook.event()))));
                yield found.toString();
            }
            case "POST" -> "{\"id\":" + subscribe(JSON.readTree(body), release) + "}";
            default -> {
                unsubscribe(url, path.substring(path.lastIndexOf('/') + 1), release);
                yield "{}";
            }
        };
    }

    private int subscribe(JsonNode wish, int release) {
        String key = wish.path("key").asString("");
        String url = wish.path("url").asString("");
        String event = wish.path("event").asString("");
        Hook there = hooks.values().stream()
                .filter(hook -> key.isEmpty()
                        ? hook.url().equals(url) && hook.event().equals(event)
                        : hook.key().equals(key))
                .findFirst()
                .orElse(null);
        if (there != null && settled.contains(there.id())) {
            wrong.add("release " + release + " subscribes again what is known to be subscribed: " + there);
        }
        int id = there == null ? ++last : there.id();
        hooks.put(id, new Hook(id, url, event, key, release));
        return id;
    }

    private void unsubscribe(String url, String id, int release) {
        hooks.values().removeIf(hook -> {
            boolean meant = url == null
                    ? Integer.toString(hook.id()).equals(id)
                    : hook.url().equals(url);
            // Who asks by address does not know whose it is.
            if (meant && url == null && hook.release() != release) {
                wrong.add("release " + release + " takes back " + hook);
            }
            return meant;
        });
    }

    private void hang() {
        try {
            closing.await(120, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
