package io.jenkins.plugins.slipway.host.router;

import io.jenkins.plugins.slipway.host.supervisor.PortHolder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes encrypted connections at the port that the host's list of certificates names, as long as it names any. */
final class SecureListener implements Certificates.Listener {
    private final String address;
    private final Transport transport;
    private final Supplier<ServerBootstrap> bootstraps;
    private @Nullable Channel server;
    private int port;
    private int complained;
    private boolean ended;

    SecureListener(String address, Transport transport, Supplier<ServerBootstrap> bootstraps) {
        this.address = address;
        this.transport = transport;
        this.bootstraps = bootstraps;
    }

    @Override
    public synchronized boolean listen(int wanted) {
        if (ended || wanted == port) {
            return !ended;
        }
        if (server != null) {
            server.close().awaitUninterruptibly();
            server = null;
            port = 0;
        }
        if (wanted == 0) {
            return true;
        }
        ServerBootstrap bootstrap = bootstraps.get().channelFactory(transport::another);
        // A router that takes over from another listens before that one ends.
        if (transport.epoll()) {
            bootstrap.option(EpollChannelOption.SO_REUSEPORT, true);
        } else {
            bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
        }
        ChannelFuture bound =
                bootstrap.bind(new InetSocketAddress(address, wanted)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            if (complained != wanted) {
                complained = wanted;
                System.err.println("port " + wanted + " of " + address + " for encrypted connections cannot be had ("
                        + bound.cause().getMessage() + PortHolder.inWords(wanted) + "); it is tried again");
            }
            return false;
        }
        server = bound.channel();
        port = wanted;
        complained = 0;
        return true;
    }

    synchronized void end() {
        ended = true;
        if (server != null) {
            server.close().awaitUninterruptibly();
            server = null;
        }
    }
}
