package io.jenkins.plugins.slipway.host.router;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Another transport, whose server on one port takes its connections from a socket that listens already. */
final class ListeningTransport implements Transport, io.vertx.core.transport.Transport {
    private final io.vertx.core.transport.Transport named;
    private final Transport real;
    private final ListeningSocket socket;
    private volatile @Nullable ServerChannel channel;

    /** The server that is being set up by this thread is the one of the socket. */
    private final ThreadLocal<Boolean> ours = ThreadLocal.withInitial(() -> false);

    ListeningTransport(io.vertx.core.transport.Transport named, ListeningSocket socket) {
        this.named = named;
        this.real = named.implementation();
        this.socket = socket;
    }

    /** No more connections are taken. Those that were taken go on. */
    void stopTaking() {
        ServerChannel taking = channel;
        if (taking != null) {
            taking.close().syncUninterruptibly();
        }
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        real.configure(options, domainSocket, bootstrap);
        ours.set(!domainSocket && options.getPort() == socket.port());
        if (ours.get()) {
            bootstrap.handler(new IsBound());
        }
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        if (!ours.get()) {
            return real.serverChannelFactory(domainSocket);
        }
        ours.remove();
        return () -> {
            ServerChannel result = new NioServerSocketChannel(socket.channel());
            channel = result;
            return result;
        };
    }

    /** The socket has its address. */
    private static final class IsBound extends ChannelOutboundHandlerAdapter {
        @Override
        public void bind(ChannelHandlerContext context, java.net.SocketAddress address, ChannelPromise promise) {
            promise.setSuccess();
        }
    }

    @Override
    public String name() {
        return named.name();
    }

    @Override
    public boolean available() {
        return named.available();
    }

    @Override
    public Throwable unavailabilityCause() {
        return named.unavailabilityCause();
    }

    @Override
    public Transport implementation() {
        return this;
    }

    @Override
    public boolean supportsDomainSockets() {
        return real.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
        return real.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
        return real.isAvailable();
    }

    @Override
    public java.net.SocketAddress convert(SocketAddress address) {
        return real.convert(address);
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
        return real.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return real.ioHandlerFactory();
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        return real.eventLoopGroup(type, threads, factory, ioRatio);
    }

    @Override
    public DatagramChannel datagramChannel() {
        return real.datagramChannel();
    }

    @Override
    @SuppressWarnings("deprecation") // as the interface has it
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return real.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return real.channelFactory(domainSocket);
    }

    @Override
    public void configure(DatagramChannel datagrams, DatagramSocketOptions options) {
        real.configure(datagrams, options);
    }

    @Override
    public void configure(ClientOptionsBase options, int connectTimeout, boolean domainSocket, Bootstrap bootstrap) {
        real.configure(options, connectTimeout, domainSocket, bootstrap);
    }
}
