package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.tls.Certificates;
import io.jenkins.plugins.slipway.host.router.upstream.Transport;
import io.jenkins.plugins.slipway.host.supervisor.PortHolder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes encrypted connections at the port that the host's list of certificates names, as long as it names any. */
final class SecureListener implements Certificates.Listener {
    private final String address;
    private final Transport transport;
    private final Supplier<ServerBootstrap> bootstraps;
    private final Consumer<String> trouble;
    private @Nullable Channel server;
    private int port;
    private boolean ended;

    /** @param trouble hears what is wrong, in a sentence, again and again as long as it is; empty when nothing is */
    SecureListener(
            String address, Transport transport, Supplier<ServerBootstrap> bootstraps, Consumer<String> trouble) {
        this.address = address;
        this.transport = transport;
        this.bootstraps = bootstraps;
        this.trouble = trouble;
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
            trouble.accept("");
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
            trouble.accept(complaint(wanted, bound.cause()));
            return false;
        }
        server = bound.channel();
        port = wanted;
        trouble.accept("");
        return true;
    }

    private String complaint(int wanted, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        String reason = message.contains("in use") ? "another program has it" : message;
        return "the router cannot take encrypted connections on port " + wanted + " of " + address + ": " + reason
                + PortHolder.inWords(wanted)
                + ". Nothing is answered there until it can; it tries every two seconds. Stop that program, or choose"
                + " another port with ‘slipway host certificate … --port PORT’";
    }

    synchronized void end() {
        ended = true;
        if (server != null) {
            server.close().awaitUninterruptibly();
            server = null;
        }
    }
}
