package io.jenkins.plugins.slipway.host.ingress;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.home.PrivateSocket;
import io.jenkins.plugins.slipway.host.router.InternalEndpoint.Answer;
import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import io.jenkins.plugins.slipway.host.router.RouterOptions;
import io.jenkins.plugins.slipway.host.router.traffic.NettyRouter;
import io.jenkins.plugins.slipway.host.wire.LineServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The router's process: does what the newest daemon tells it, and goes on with what it was told last while there is none. It takes
 * connections once the daemon says that all environments are known.
 */
public final class RouterProcess implements AutoCloseable {
    /** Raised when a daemon of one number cannot command a router of another. */
    static final int PROTOCOL = 2;

    private static final Duration LAST_REQUESTS = Duration.ofSeconds(2);

    private final ListeningSocket socket;
    private final String version;
    private final NettyRouter router;
    private final ExecutorService executor;
    private final ScheduledExecutorService timer;
    private final DaemonKeeper keeper;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable LineServer server;
    private @Nullable DaemonEndpoint deliveries;
    private @Nullable RouterSession daemon;
    private long newest;
    private boolean begun;
    private boolean retiring;

    private RouterProcess(HostHome home, ListeningSocket socket, String version) {
        this.socket = socket;
        this.version = version;
        this.router = NettyRouter.create(new RouterOptions(home.environments(), home.certificates(), Set.of()));
        this.executor = Executors.newCachedThreadPool(task -> daemonThread(task, "ingress"));
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> daemonThread(task, "ingress-timer"));
        this.keeper = new DaemonKeeper(home, socket, timer, () -> ended.complete(null));
    }

    /**
     * Waits for a daemon's commands.
     *
     * @param socket for the requests
     * @param runtimeDirectory where a private directory for the control socket may be made
     */
    public static RouterProcess start(HostHome home, ListeningSocket socket, String runtimeDirectory, String version)
            throws IOException {
        RouterProcess result = new RouterProcess(home, socket, version);
        result.server = LineServer.listen(
                PrivateSocket.ROUTER.place(home, runtimeDirectory),
                result.executor,
                channel -> new RouterSession(channel, result, result.executor).run());
        return result;
    }

    /** Completes when the process has nothing more to do. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    @Override
    public void close() throws IOException {
        keeper.end();
        LineServer open = server;
        if (open != null) {
            open.close();
        }
        router.close();
        timer.shutdownNow();
        executor.shutdownNow();
    }

    ObjectNode greeting() {
        return IngressJson.object()
                .put("slipway-router", PROTOCOL)
                .put("version", version)
                .put("pid", ProcessHandle.current().pid())
                .put("address", socket.address())
                .put("port", socket.port());
    }

    JsonNode perform(RouterSession session, String op, ObjectNode request) throws IOException, InterruptedException {
        switch (op) {
            case "attach" -> attach(session, request);
            case "missed" -> keeper.missed(strings(request.path("command")));
            case "end" -> {
                keeper.end();
                ended.complete(null);
            }
            case "retire" ->
                retire(Duration.ofMillis(request.path("limitMillis").asLong()));
            default -> {
                return command(session, op, request);
            }
        }
        return IngressJson.object();
    }

    private JsonNode command(RouterSession session, String op, ObjectNode request) throws InterruptedException {
        String environment = request.path("environment").asString("");
        switch (op) {
            case "set" -> set(session, request);
            case "begin" -> begin(session);
            case "leave" -> {
                checkDaemon(session);
                keeper.succeededBy(strings(request.path("command")));
            }
            case "delivered" -> delivered(request);
            case "told" -> told(request);
            case "drain" -> {
                int left = router.drain(
                        environment,
                        Duration.ofMillis(request.path("limitMillis").asLong()));
                return IngressJson.object().put("left", left);
            }
            case "own" -> {
                return IngressJson.object().put("port", router.ownPort(environment));
            }
            case "traffic" -> {
                return IngressJson.MAPPER.valueToTree(router.traffic(environment));
            }
            default -> throw new RefusedException("this router does not know the operation ‘" + op + "’");
        }
        return IngressJson.object();
    }

    /** From now on this connection is the daemon's; an earlier one has no say any more. */
    private void attach(RouterSession session, ObjectNode request) {
        RouterSession before;
        DaemonEndpoint endpoint;
        synchronized (this) {
            before = daemon;
            daemon = session;
            newest = 0;
            if (!retiring) {
                keeper.attached(strings(request.path("command")));
            }
            if (deliveries == null) {
                deliveries = new DaemonEndpoint(request.path("door").asString(""), executor);
                router.open(deliveries);
            }
            endpoint = deliveries;
        }
        if (before != null) {
            endpoint.lost(before);
            before.close();
        }
        endpoint.attached(session);
        router.troubles(sentence -> {
            if (!sentence.isEmpty()) {
                System.err.println(sentence);
            }
            session.tell(IngressJson.object().put("event", "encrypted").put("trouble", sentence));
        });
    }

    private synchronized void set(RouterSession session, ObjectNode request) {
        checkDaemon(session);
        long number = request.path("version").asLong();
        if (number <= newest) {
            throw new RefusedException("command " + number + " comes too late: " + newest + " came first");
        }
        newest = number;
        IngressJson.MAPPER
                .treeToValue(request.path("state"), SiteState.class)
                .apply(router, request.path("environment").asString(""));
    }

    private synchronized void begin(RouterSession session) throws InterruptedException {
        checkDaemon(session);
        if (begun || retiring) {
            return;
        }
        try {
            router.begin(socket);
            begun = true;
        } catch (RuntimeException e) {
            // A router that takes no connections is of no use: the daemon starts another one.
            ended.complete(null);
            throw e;
        }
    }

    private void retire(Duration limit) {
        synchronized (this) {
            if (retiring) {
                return;
            }
            retiring = true;
        }
        keeper.end();
        router.retire(LAST_REQUESTS, limit).whenComplete((done, failure) -> ended.complete(null));
    }

    private void delivered(ObjectNode request) {
        DaemonEndpoint endpoint;
        synchronized (this) {
            endpoint = deliveries;
        }
        if (endpoint != null) {
            endpoint.answered(
                    request.path("number").asInt(),
                    IngressJson.MAPPER.treeToValue(request.path("answer"), Answer.class));
        }
    }

    private void told(ObjectNode request) {
        DaemonEndpoint endpoint;
        synchronized (this) {
            endpoint = deliveries;
        }
        if (endpoint != null) {
            JsonNode key = request.path("key");
            endpoint.told(request.path("number").asInt(), key.isString() ? key.asString() : null);
        }
    }

    /** A connection has ended. */
    void gone(RouterSession session) {
        DaemonEndpoint endpoint;
        boolean alone;
        synchronized (this) {
            if (daemon != session) {
                return;
            }
            daemon = null;
            endpoint = deliveries;
            alone = retiring;
        }
        if (endpoint != null) {
            endpoint.lost(session);
        }
        if (alone) {
            // Nobody could tell this router any more that releases switch: what it has not begun it must not begin.
            ended.complete(null);
        } else {
            keeper.lost();
        }
    }

    private synchronized void checkDaemon(RouterSession session) {
        if (daemon != session) {
            throw new RefusedException("another daemon commands this router now");
        }
    }

    private static List<String> strings(JsonNode array) {
        List<String> result = new ArrayList<>();
        for (JsonNode element : array) {
            result.add(element.asString(""));
        }
        return result;
    }

    private static Thread daemonThread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
