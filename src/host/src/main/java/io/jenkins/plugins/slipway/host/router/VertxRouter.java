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
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The router on Vert.x: a server and a client on each event loop, so that a request stays on one thread from end to end. */
public final class VertxRouter implements Router {
    private static final int CONNECTIONS_PER_UPSTREAM = 256;
    /** Shorter than what servers keep idle connections for, so that a request rarely meets one that is just being closed. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int MAX_HEADERS = 64 << 10;

    private final Vertx vertx;
    private final AtomicInteger port = new AtomicInteger();
    private final Map<String, Site> sites = new ConcurrentHashMap<>();
    private volatile Map<String, Site> byHost = Map.of();
    private final Map<String, Set<String>> hosts = new HashMap<>();
    private volatile @Nullable Door door;

    private VertxRouter(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Listens.
     *
     * @param port 0 for any that is free
     * @throws BadInputException if the port cannot be had; nothing is left open
     */
    public static VertxRouter listen(String address, int port) throws InterruptedException {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        VertxRouter router = new VertxRouter(vertx);
        router.port.set(port == 0 ? anyFree(address) : port);
        int loops = Math.max(2, Runtime.getRuntime().availableProcessors());
        try {
            await(vertx.deployVerticle(() -> router.new Loop(address), new DeploymentOptions().setInstances(loops)));
            return router;
        } catch (ExecutionException e) {
            vertx.close();
            if (e.getCause() instanceof BindException) {
                throw new BadInputException(
                        "the router cannot listen on port " + port + " of " + address
                                + ": another program has it. Stop that program (‘ss -ltnp sport = :" + port
                                + "’ names it) or choose another port with ‘slipway host start --port PORT’",
                        e);
            }
            throw new IllegalStateException("the router did not start", e.getCause());
        }
    }

    @Override
    public int port() {
        return port.get();
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
    public void open(Door other) {
        door = other;
    }

    @Override
    public Traffic traffic(String environment) {
        Site site = sites.get(environment);
        return site == null ? Traffic.NONE : site.traffic();
    }

    @Override
    public void close() {
        try {
            await(vertx.close());
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

    /** Event loops share a port only if each of them names it. */
    private static int anyFree(String address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BadInputException(
                    "the router cannot listen on address " + address + " (" + e
                            + "). Choose one of this machine’s with ‘slipway host start --listen ADDRESS’",
                    e);
        }
    }

    private static <T> void await(Future<T> future) throws ExecutionException, InterruptedException {
        future.toCompletionStage().toCompletableFuture().get();
    }

    /** One event loop's share of the traffic. */
    private final class Loop extends VerticleBase {
        private final String address;

        Loop(String address) {
            this.address = address;
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
            return vertx.createHttpServer(new HttpServerOptions()
                            .setHost(address)
                            .setPort(port.get())
                            .setMaxHeaderSize(MAX_HEADERS)
                            // Java's own client asks every server for h2c; nothing behind the router speaks it.
                            .setHttp2ClearTextEnabled(false)
                            .setMaxInitialLineLength(16 << 10)
                            .setAcceptBacklog(4096)
                            .setIdleTimeout(300))
                    .requestHandler(request -> accept(client, request))
                    .listen();
        }

        private void accept(HttpClientAgent client, HttpServerRequest request) {
            String complaint = Sanity.complaint(request);
            if (complaint != null) {
                Answers.last(request, 400, complaint);
                return;
            }
            if (Headers.asksToClose(request)) {
                request.response().endHandler(ended -> request.connection().close());
            }
            Door special = door;
            if (special != null && String.valueOf(request.path()).startsWith(special.prefix())) {
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
