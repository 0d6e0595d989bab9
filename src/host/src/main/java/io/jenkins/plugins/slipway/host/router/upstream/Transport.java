package io.jenkins.plugins.slipway.host.router.upstream;

import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * How bytes come and go: by Linux' epoll where there is a library for it and the listening socket can be had by its number, else by
 * Java's own channels.
 *
 * @param descriptor number of the listening socket, -1 for Java's own channels
 */
public record Transport(ListeningSocket socket, int descriptor) {
    /** Takes less time for a request than Netty's usual one. */
    public static final ByteBufAllocator MEMORY = PooledByteBufAllocator.DEFAULT;

    private static final String LOOPBACK = "127.0.0.1";

    public static Transport on(ListeningSocket socket) {
        return new Transport(socket, Epoll.isAvailable() ? socket.descriptor() : -1);
    }

    public EventLoopGroup loops(int number) {
        return new MultiThreadIoEventLoopGroup(
                number,
                new DefaultThreadFactory("router", true),
                epoll() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /** What takes connections; it takes the socket over. */
    public ServerChannel server() throws IOException {
        // Several threads or processes may look for the same connection; who finds it taken must not wait for the next.
        socket.channel().configureBlocking(false);
        return epoll() ? new EpollServerSocketChannel(descriptor) : new NioServerSocketChannel(socket.channel());
    }

    /** What can listen elsewhere. */
    public ServerChannel another() {
        return epoll() ? new EpollServerSocketChannel() : new NioServerSocketChannel();
    }

    ChannelFactory<Channel> client(Routes.Backend backend) {
        if (backend.socket() == null) {
            return epoll() ? EpollSocketChannel::new : NioSocketChannel::new;
        }
        return epoll() ? EpollDomainSocketChannel::new : NioDomainSocketChannel::new;
    }

    SocketAddress address(Routes.Backend backend) {
        String path = backend.socket();
        if (path == null) {
            return new InetSocketAddress(LOOPBACK, backend.port());
        }
        return epoll() ? new DomainSocketAddress(path) : UnixDomainSocketAddress.of(path);
    }

    /** The numeric address of a peer, without brackets or zone. */
    public static String numeric(SocketAddress address) {
        InetAddress peer = address instanceof InetSocketAddress inet ? inet.getAddress() : null;
        if (peer == null) {
            return "unknown";
        }
        String text = peer.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    public boolean epoll() {
        return descriptor >= 0;
    }
}
