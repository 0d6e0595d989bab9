package io.jenkins.plugins.slipway.host.object;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A third party that keeps subscriptions by id: PUT makes one, DELETE takes it back. */
final class Hoster implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> kept = new ConcurrentSkipListMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    volatile boolean down;
    private volatile int killIn;
    private volatile boolean killAfter;
    private volatile long victim;

    Hoster() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What is subscribed: the body by the path. */
    Map<String, String> kept() {
        return new TreeMap<>(kept);
    }

    /** Method, path and who asks, in order. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /**
     * Kills a process when it asks.
     *
     * @param request which of its requests, from 1
     * @param after whether that request is still done
     */
    void kill(long process, int request, boolean after) {
        victim = process;
        killAfter = after;
        killIn = request;
    }

    private boolean kills(boolean done) {
        if (done) {
            return killIn == 0 && victim != 0 && killAfter && end();
        }
        return killIn > 0 && --killIn == 0 && !killAfter && end();
    }

    private boolean end() {
        ProcessHandle.of(victim).ifPresent(ProcessHandle::destroyForcibly);
        victim = 0;
        return true;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path + " by "
                    + exchange.getRequestHeaders().getFirst("x-release"));
            if (kills(false)) {
                return;
            }
            if (down) {
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            if (exchange.getRequestMethod().equals("PUT")) {
                kept.put(path, body);
            } else {
                kept.remove(path);
            }
            if (kills(true)) {
                return;
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
