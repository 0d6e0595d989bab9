package io.jenkins.plugins.slipway.host.router;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The router on Vert.x: a server and a client on each event loop, so that a request stays on one thread from end to end. */
public final class VertxRouter implements Router {
    private static final int CONNECTIONS_PER_UPSTREAM = 256;
    /** Shorter than what servers keep idle connections for, so that a request rarely meets one that is just being closed. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int MAX_HEADERS = 64 << 10;

    private final Map<String, Site> sites = new ConcurrentHashMap<>();
    private volatile Map<String, Site> byHost = Map.of();
    private final Map<String, Set<String>> hosts = new HashMap<>();
    private volatile @Nullable Doorway doorway;
    private volatile @Nullable Listening listening;
    private volatile boolean retiring;

    private record Listening(Vertx vertx, ListeningTransport transport, ListeningSocket socket, List<Loop> loops) {}

    private VertxRouter() {}

    /** A router that does not listen yet. */
    public static VertxRouter create() {
        return new VertxRouter();
    }

    /**
     * A router that listens.
     *
     * @param port 0 for any that is free
     * @throws BadInputException if the port cannot be had; nothing is left open
     */
    public static VertxRouter listen(String address, int port) throws InterruptedException {
        VertxRouter router = new VertxRouter();
        router.begin(ListeningSocket.bind(address, port));
        return router;
    }

    /** Begins to take connections. The socket is closed with the router. */
    public void begin(ListeningSocket socket) throws InterruptedException {
        ListeningTransport transport = new ListeningTransport(Transport.NIO, socket);
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false)))
                .withTransport(transport)
                .build();
        List<Loop> loops = new CopyOnWriteArrayList<>();
        try {
            await(vertx.deployVerticle(
                    () -> {
                        Loop loop = new Loop(vertx, socket);
                        loops.add(loop);
                        return loop;
                    },
                    new DeploymentOptions()
                            .setInstances(Math.max(2, Runtime.getRuntime().availableProcessors()))));
            listening = new Listening(vertx, transport, socket, loops);
        } catch (ExecutionException e) {
            vertx.close();
            throw new IllegalStateException("the router did not start", e.getCause());
        }
    }

    /**
     * Takes no more connections and ends those that it has, each after the request that is under way on it or comes next.
     *
     * @param patience how long clients get to bring their next request; what is under way gets {@code limit}
     * @return completes when no connection is left
     */
    public CompletableFuture<Void> retire(Duration patience, Duration limit) {
        Listening now = listening;
        if (now == null) {
            return CompletableFuture.completedFuture(null);
        }
        retiring = true;
        now.transport().stopTaking();
        CompletableFuture<Void> result = new CompletableFuture<>();
        now.vertx()
                .setTimer(
                        Math.max(1, patience.toMillis()),
                        id -> Future.join(now.loops().stream()
                                        .map(loop -> loop.leave(limit))
                                        .toList())
                                .onComplete(left -> result.complete(null)));
        return result;
    }

    @Override
    public int port() {
        Listening now = listening;
        return now == null ? 0 : now.socket().port();
    }

    @Override
    public synchronized void announce(String environment, Set<String> names) {
        hosts.put(environment, Set.copyOf(names));
        Map<String, Site> result = new HashMap<>();
        hosts.forEach((key, hostNames) -> hostNames.forEach(host -> result.putIfAbsent(host, site(key))));
        byHost = Map.copyOf(result);
    }

    @Override
    public void serve(String environment, Routes routes) {
        site(environment).serve(routes);
    }

    @Override
    public void hold(String environment, HoldRule rule) {
        site(environment).hold(rule);
    }

    @Override
    public int drain(String environment, Duration limit) throws InterruptedException {
        Site site = site(environment);
        try {
            site.idle().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return 0;
        } catch (TimeoutException e) {
            return site.traffic().underway();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void suspend(String environment) {
        site(environment).suspend();
    }

    @Override
    public void open(Door door) {
        doorway = new Doorway(door);
    }

    @Override
    public Traffic traffic(String environment) {
        Site site = sites.get(environment);
        return site == null ? Traffic.NONE : site.traffic();
    }

    @Override
    public void close() {
        Listening now = listening;
        if (now == null) {
            return;
        }
        try {
            await(now.vertx().close());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the router did not stop", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Site site(String environment) {
        return sites.computeIfAbsent(environment, key -> new Site());
    }

    private @Nullable Site find(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return authority == null ? null : byHost.get(authority.host().toLowerCase(Locale.ROOT));
    }

    private static <T> void await(Future<T> future) throws ExecutionException, InterruptedException {
        future.toCompletionStage().toCompletableFuture().get();
    }

    /** One event loop's share of the traffic. */
    private final class Loop extends VerticleBase {
        private final Vertx vertx;
        private final ListeningSocket socket;
        private @Nullable HttpServer server;

        Loop(Vertx vertx, ListeningSocket socket) {
            this.vertx = vertx;
            this.socket = socket;
        }

        @Override
        public Future<?> start() {
            HttpClientAgent client = vertx.createHttpClient(
                    new HttpClientOptions()
                            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                            .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                            .setMaxHeaderSize(MAX_HEADERS)
                            .setDecompressionSupported(false),
                    new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_UPSTREAM));
            HttpServer made = vertx.createHttpServer(new HttpServerOptions()
                            .setHost(socket.address())
                            .setPort(socket.port())
                            .setMaxHeaderSize(MAX_HEADERS)
                            // Java's own client asks every server for h2c; nothing behind the router speaks it.
                            .setHttp2ClearTextEnabled(false)
                            .setMaxInitialLineLength(16 << 10)
                            .setAcceptBacklog(4096)
                            .setIdleTimeout(300))
                    .requestHandler(request -> accept(client, request));
            server = made;
            return made.listen();
        }

        Future<Void> leave(Duration limit) {
            HttpServer taking = server;
            return taking == null ? Future.succeededFuture() : taking.shutdown(limit.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void accept(HttpClientAgent client, HttpServerRequest request) {
            String complaint = Sanity.complaint(request);
            if (complaint != null) {
                Answers.last(request, 400, complaint);
                return;
            }
            if (retiring) {
                request.response().putHeader("connection", "close");
            }
            if (retiring || Headers.asksToClose(request)) {
                request.response().endHandler(ended -> request.connection().close());
            }
            Doorway special = doorway;
            if (special != null && special.leadsTo(String.valueOf(request.path()))) {
                special.enter(request);
                return;
            }
            Site site = find(request);
            if (site == null) {
                Answers.unknownHost(request);
                return;
            }
            request.pause();
            site.arrive(new Forwarding(vertx, client, site, request));
        }
    }
}
