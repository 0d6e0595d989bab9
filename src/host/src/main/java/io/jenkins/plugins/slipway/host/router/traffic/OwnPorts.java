package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.OwnPort;
import io.jenkins.plugins.slipway.host.router.upstream.Transport;
import io.jenkins.plugins.slipway.host.supervisor.PortHolder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Listens at the environments' own ports. One that cannot be had is said, and tried again whenever somebody asks for it. */
final class OwnPorts {
    private static final String LOOPBACK = "127.0.0.1";

    private final Map<String, OwnPort> wanted = new HashMap<>();
    private final Map<String, Listening> listening = new HashMap<>();
    private @Nullable Transport transport;
    private @Nullable BiFunction<String, OwnPort, ServerBootstrap> bootstraps;
    private boolean ended;

    private record Listening(OwnPort port, Channel server) {}

    /** Connections can be taken from now on. */
    synchronized void begin(Transport by, BiFunction<String, OwnPort, ServerBootstrap> with) {
        transport = by;
        bootstraps = with;
        wanted.keySet().forEach(this::listen);
    }

    synchronized void want(String environment, OwnPort port) {
        if (!port.equals(wanted.put(environment, port))) {
            listen(environment);
        }
    }

    /** The port at which an environment's connections are taken now; 0 for none. */
    synchronized int of(String environment) {
        listen(environment);
        Listening now = listening.get(environment);
        return now == null ? 0 : now.port().port();
    }

    private void listen(String environment) {
        OwnPort port = wanted.get(environment);
        Listening now = listening.get(environment);
        Transport by = transport;
        BiFunction<String, OwnPort, ServerBootstrap> with = bootstraps;
        if (ended
                || port == null
                || by == null
                || with == null
                || (now != null && now.port().equals(port))) {
            return;
        }
        if (now != null) {
            now.server().close().awaitUninterruptibly();
            listening.remove(environment);
        }
        ServerBootstrap bootstrap = with.apply(environment, port).channelFactory(by::another);
        // A router that takes over from another listens before that one ends.
        if (by.epoll()) {
            bootstrap.option(EpollChannelOption.SO_REUSEPORT, true);
        } else {
            bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
        }
        ChannelFuture bound =
                bootstrap.bind(new InetSocketAddress(LOOPBACK, port.port())).awaitUninterruptibly();
        if (bound.isSuccess()) {
            listening.put(environment, new Listening(port, bound.channel()));
        } else {
            System.err.println("the router cannot take connections on port " + port.port() + " of " + LOOPBACK
                    + ", which is " + environment + "’s own (" + bound.cause().getMessage() + ")"
                    + PortHolder.inWords(port.port()));
        }
    }

    synchronized void end() {
        ended = true;
        listening.values().forEach(one -> one.server().close().awaitUninterruptibly());
        listening.clear();
    }
}
