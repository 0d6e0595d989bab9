package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.host.router.InternalEndpoint;
import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import io.jenkins.plugins.slipway.host.router.OwnPort;
import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.router.RouterOptions;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.limits.ClientLimits;
import io.jenkins.plugins.slipway.host.router.upstream.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.AsyncMapping;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The router on Netty: a request stays on one event loop from end to end. */
public final class NettyRouter implements Router {
    private static final int FEWEST_LOOPS = 2;
    private static final long HANDSHAKE_MILLIS = 10_000;
    /** The protocol would allow 16 MB before a host is known. */
    private static final int LARGEST_HELLO = 16 << 10;

    private final VirtualHosts front;
    private final Condition trouble = new Condition();
    private final OwnPorts ownPorts = new OwnPorts();
    private volatile @Nullable Listening listening;

    static {
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    /**
     * @param acceptor takes connections and does nothing else: it takes some at a time, which would be few beside other work
     */
    private record Listening(
            ListeningSocket socket,
            EventLoopGroup acceptor,
            EventLoopGroup group,
            Map<EventExecutor, RouterWorker> loops,
            Channel server,
            SecureListener secure,
            ChannelGroup clients) {
        Collection<RouterWorker> each() {
            return loops.values();
        }
    }

    private NettyRouter(RouterOptions options, ClientLimits limits) {
        this.front = new VirtualHosts(options, limits);
    }

    /** A router that does not listen yet. */
    public static NettyRouter create(RouterOptions options) {
        return new NettyRouter(options, ClientLimits.USUAL);
    }

    /**
     * A router that listens.
     *
     * @param port 0 for any that is free
     * @throws BadInputException if the port cannot be had; nothing is left open
     */
    public static NettyRouter listen(String address, int port) throws InterruptedException {
        return listen(address, port, RouterOptions.PLAIN);
    }

    public static NettyRouter listen(String address, int port, RouterOptions options) throws InterruptedException {
        return listen(address, port, options, ClientLimits.USUAL);
    }

    static NettyRouter listen(String address, int port, RouterOptions options, ClientLimits limits)
            throws InterruptedException {
        ListeningSocket socket = ListeningSocket.bind(address, port);
        NettyRouter router = new NettyRouter(options, limits);
        router.begin(socket);
        return router;
    }

    /** Begins to take connections. The socket is closed with the router. */
    public void begin(ListeningSocket socket) throws InterruptedException {
        Transport transport = Transport.on(socket);
        int number = Math.max(FEWEST_LOOPS, Runtime.getRuntime().availableProcessors());
        EventLoopGroup acceptor = transport.loops(1);
        EventLoopGroup group = transport.loops(number);
        Map<EventExecutor, RouterWorker> loops = new IdentityHashMap<>();
        for (EventExecutor executor : group) {
            loops.put(executor, new RouterWorker((EventLoop) executor, transport, front.limits(), number));
        }
        ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        try {
            ServerBootstrap bootstrap = bootstrap(acceptor, group, loops, clients, false, null)
                    .channelFactory(() -> {
                        try {
                            return transport.server();
                        } catch (IOException e) {
                            throw new IllegalStateException("the router did not start", e);
                        }
                    });
            ChannelFuture registered = bootstrap.register().sync();
            SecureListener secure = new SecureListener(
                    socket.address(),
                    transport,
                    () -> bootstrap(acceptor, group, loops, clients, true, null),
                    trouble::now);
            listening = new Listening(socket, acceptor, group, loops, registered.channel(), secure, clients);
            front.certificates().watch(secure);
            ownPorts.begin(
                    transport,
                    (environment, port) -> bootstrap(
                            acceptor,
                            group,
                            loops,
                            clients,
                            false,
                            new VirtualHosts.Entrance(environment, port.host())));
        } catch (RuntimeException e) {
            acceptor.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
    }

    private ServerBootstrap bootstrap(
            EventLoopGroup acceptor,
            EventLoopGroup group,
            Map<EventExecutor, RouterWorker> loops,
            ChannelGroup clients,
            boolean secure,
            VirtualHosts.@Nullable Entrance entrance) {
        return new ServerBootstrap()
                .group(acceptor, group)
                .childOption(ChannelOption.ALLOCATOR, Transport.MEMORY)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        clients.add(channel);
                        RouterWorker loop = Objects.requireNonNull(loops.get(channel.eventLoop()));
                        if (secure) {
                            channel.pipeline().addLast(sni(), new ChunkedWriteHandler());
                        }
                        new ClientConnection(front, loop, channel, secure, entrance).install();
                    }
                });
    }

    /** Proves the host that the client asks for. */
    private SniHandler sni() {
        AsyncMapping<String, SslContext> mapping = (host, promise) -> {
            SslContext context = front.certificates().context(host);
            return context == null
                    ? promise.setFailure(new SSLException("there is no certificate any more"))
                    : promise.setSuccess(context);
        };
        return new SniHandler(mapping, LARGEST_HELLO, HANDSHAKE_MILLIS);
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
        front.retire();
        CompletableFuture<Void> result = new CompletableFuture<>();
        front.certificates().close();
        now.secure().end();
        ownPorts.end();
        now.server().close().addListener(closed -> {
            EventLoop timer = now.group().next();
            timer.schedule(() -> now.each().forEach(RouterWorker::retire), patience.toMillis(), TimeUnit.MILLISECONDS);
            timer.schedule(
                    () -> now.each().forEach(RouterWorker::cut),
                    patience.plus(limit).toMillis(),
                    TimeUnit.MILLISECONDS);
            now.clients().newCloseFuture().addListener(gone -> result.complete(null));
        });
        return result;
    }

    /**
     * Tells what is wrong with the port for encrypted connections, in a sentence, now and whenever that changes; empty when nothing is.
     * One hears of it at a time.
     */
    public void troubles(Consumer<String> listener) {
        trouble.tell(listener);
    }

    @Override
    public int port() {
        Listening now = listening;
        return now == null ? 0 : now.socket().port();
    }

    @Override
    public void announce(String environment, Set<String> names) {
        front.announce(environment, names);
    }

    @Override
    public void announce(String environment, Set<String> names, OwnPort own) {
        announce(environment, names);
        ownPorts.want(environment, own);
    }

    @Override
    public int ownPort(String environment) {
        return ownPorts.of(environment);
    }

    @Override
    public void serve(String environment, Routes routes) {
        routes.requireBounded();
        front.site(environment).serve(routes);
    }

    @Override
    public void hold(String environment, HoldRule rule) {
        front.site(environment).hold(rule);
    }

    @Override
    public int drain(String environment, Duration limit) throws InterruptedException {
        Site site = front.site(environment);
        int left = 0;
        try {
            site.idle().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            left = site.traffic().underway();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        // Many servers end only when nobody is connected any more.
        site.cutStreams();
        Listening now = listening;
        if (now != null) {
            now.each().forEach(loop -> loop.run(loop.pool()::drop));
        }
        return left;
    }

    @Override
    public void suspend(String environment) {
        front.site(environment).suspend();
    }

    @Override
    public void open(InternalEndpoint endpoint) {
        front.open(endpoint);
    }

    @Override
    public Traffic traffic(String environment) {
        Site site = front.known(environment);
        return site == null ? Traffic.NONE : site.traffic();
    }

    @Override
    public void close() {
        Listening now = listening;
        listening = null;
        if (now != null) {
            front.certificates().close();
            now.secure().end();
            ownPorts.end();
            now.server().close().awaitUninterruptibly();
            now.clients().close().awaitUninterruptibly();
            // What is still being made would else be left open by loops that end in the middle of it.
            now.loops()
                    .forEach((executor, loop) ->
                            executor.submit(loop.pool()::close).awaitUninterruptibly());
            now.acceptor().shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
            now.group().shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
            try {
                now.socket().close();
            } catch (IOException e) {
                throw new IllegalStateException("the router did not stop", e);
            }
        }
        front.close();
    }
}
