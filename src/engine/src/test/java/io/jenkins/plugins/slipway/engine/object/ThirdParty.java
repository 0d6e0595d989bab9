package io.jenkins.plugins.slipway.engine.object;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service on the network that keeps webhook subscriptions as Git hosters do, and does not always answer as one would like. */
final class ThirdParty implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What the next request meets. */
    enum Fault {
        NONE,
        /** Refused before anything happened. */
        ERROR_BEFORE,
        /** Done, and then the answer is an error. */
        ERROR_AFTER,
        /** Done, and then no answer in any useful time. */
        HANG,
        /** Done, and then the connection breaks. */
        LOSE,
        /** Done twice, as by a proxy that repeats requests. */
        TWICE,
        /** The one who asks is killed before it is done. */
        KILL_BEFORE,
        /** It is done, and the one who asks is killed before the answer. */
        KILL_AFTER
    }

    /** A subscription as it is kept here. */
    record Kept(String url, JsonNode props, int release) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<Integer, Kept> kept = new TreeMap<>();
    private final Map<String, Integer> byKey = new TreeMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private CompletableFuture<Void> hangs = new CompletableFuture<>();
    private int last;

    ThirdParty() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/hooks", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    }

    synchronized void faults(List<Fault> next) {
        faults.clear();
        faults.addAll(next);
    }

    synchronized Map<Integer, Kept> kept() {
        return new TreeMap<>(kept);
    }

    /** Every request that arrived, as {@code POST url} or {@code DELETE url}. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** What should never have been asked, such as code of one release taking back what another subscribed. */
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** Completes when a request hangs that comes from now on. */
    synchronized CompletableFuture<Void> hangs() {
        hangs = new CompletableFuture<>();
        return hangs;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode asked = JSON.readTree(exchange.getRequestBody().readAllBytes());
            Fault fault;
            int id;
            synchronized (this) {
                fault = faults.isEmpty() ? Fault.NONE : faults.poll();
                requests.add(
                        exchange.getRequestMethod() + " " + asked.path("url").asString(""));
                if (fault == Fault.KILL_BEFORE) {
                    kill(asked);
                    return;
                }
                id = fault == Fault.ERROR_BEFORE ? 0 : act(exchange.getRequestMethod(), asked);
                if (fault == Fault.TWICE) {
                    act(exchange.getRequestMethod(), asked);
                }
            }
            switch (fault) {
                case NONE, TWICE -> answer(exchange, 200, "{\"id\":" + id + "}");
                case ERROR_BEFORE, ERROR_AFTER -> answer(exchange, 500, "{}");
                case HANG -> await();
                case KILL_AFTER -> kill(asked);
                case LOSE, KILL_BEFORE -> {}
            }
        }
    }

    private int act(String method, JsonNode asked) {
        int release = asked.path("release").asInt(0);
        String url = asked.path("url").asString("");
        if (method.equals("POST")) {
            int id = byKey.computeIfAbsent(asked.path("key").asString(""), key -> ++last);
            kept.put(id, new Kept(url, asked.path("props"), release));
            return id;
        }
        int id = asked.path("id").asInt(0);
        kept.entrySet().removeIf(entry -> {
            boolean meant = id == 0 ? entry.getValue().url().equals(url) : entry.getKey() == id;
            // Who asks by address does not know whose it is.
            if (id != 0 && meant && entry.getValue().release() != release) {
                wrong.add("release " + release + " takes back what release "
                        + entry.getValue().release() + " subscribed: " + url);
            }
            return meant;
        });
        return id;
    }

    private static void kill(JsonNode asked) throws IOException {
        new ProcessBuilder("kill", "-KILL", asked.path("kill").asString("")).start();
    }

    private void await() {
        synchronized (this) {
            hangs.complete(null);
        }
        try {
            closing.await(120, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
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
