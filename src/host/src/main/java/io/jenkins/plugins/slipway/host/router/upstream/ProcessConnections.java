package io.jenkins.plugins.slipway.host.router.upstream;

import io.jenkins.plugins.slipway.host.router.Routes.Backend;
import io.jenkins.plugins.slipway.host.router.upstream.UpstreamPool.Borrower;
import io.jenkins.plugins.slipway.host.router.upstream.UpstreamPool.Freshness;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One event loop's connections to one process of an application, and those who wait for one. */
final class ProcessConnections {
    private static final int CONNECT_MILLIS = 5_000;
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Backend backend;
    private final Transport transport;
    private final Bootstrap bootstrap;
    private final int most;
    private final UpstreamQueue waiting;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    /** All of them: those that are being made, too. */
    private final Set<Channel> channels = new HashSet<>();

    private int open;
    private boolean closed;

    ProcessConnections(Backend backend, EventLoop loop, Transport transport, int most) {
        this.backend = backend;
        this.transport = transport;
        this.most = most;
        this.waiting = new UpstreamQueue(most);
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(transport.client(backend))
                .option(ChannelOption.ALLOCATOR, Transport.MEMORY)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                // An application that refuses an upload closes its end; what it said before can still be read.
                .option(ChannelOption.AUTO_CLOSE, false)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        new UpstreamConnection(channel).install();
                    }
                });
        if (backend.socket() == null) {
            bootstrap.option(ChannelOption.TCP_NODELAY, true);
        }
    }

    void borrow(Borrower borrower) {
        if (!waiting.admits(borrower) || !lendOrConnect(borrower)) {
            waiting.add(borrower);
        }
    }

    /** Nobody has the connection any more, and it can be used again. */
    void settle(UpstreamConnection connection) {
        release(connection);
        connection.idleSince(System.nanoTime());
        idle.push(connection);
        next();
    }

    void uploaded(UpstreamConnection connection) {
        UpstreamQueue.Lease lease = connection.lease();
        if (lease != null && lease.upload()) {
            connection.lease(waiting.uploaded(lease));
            next();
        }
    }

    void exempt(UpstreamConnection connection) {
        if (connection.counted()) {
            connection.uncount();
            release(connection);
            open--;
            next();
        }
    }

    /** Closes what was used last before that time. */
    void closeIdle(long before) {
        while (!idle.isEmpty() && idle.peekLast().idleSince() < before) {
            idle.pollLast().channel().close();
        }
    }

    /** Closes all of them. What is being made is closed as soon as it is there, and no other is made in its place. */
    void close() {
        closed = true;
        List.copyOf(channels).forEach(Channel::close);
    }

    boolean unused() {
        return open == 0 && waiting.isEmpty();
    }

    private boolean lendOrConnect(Borrower to) {
        UpstreamConnection known = known(to.freshness());
        if (known != null) {
            known.lease(waiting.lend(to));
            to.connected(known);
            return true;
        }
        if (open >= most && to.freshness() != Freshness.ANY && !idle.isEmpty()) {
            // None that is idle will do, and there is no room beside them.
            idle.pollLast().channel().close();
        }
        if (open >= most) {
            return false;
        }
        connect(to);
        return true;
    }

    private @Nullable UpstreamConnection known(Freshness freshness) {
        if (freshness == Freshness.NEW) {
            return null;
        }
        UpstreamConnection known = idle.poll();
        while (known != null && !known.channel().isActive()) {
            known = idle.poll();
        }
        if (known != null && freshness == Freshness.RECENT && System.nanoTime() - known.idleSince() > FRESH_NANOS) {
            idle.push(known);
            return null;
        }
        return known;
    }

    private void connect(Borrower to) {
        open++;
        UpstreamQueue.Lease lease = waiting.lend(to);
        ChannelFuture connecting = bootstrap.connect(transport.address(backend));
        Channel channel = connecting.channel();
        channels.add(channel);
        channel.closeFuture().addListener(gone -> channels.remove(channel));
        connecting.addListener((ChannelFuture done) -> {
            if (!done.isSuccess()) {
                open--;
                waiting.end(lease);
                to.refused(done.cause());
                next();
                return;
            }
            UpstreamConnection connection = done.channel().pipeline().get(UpstreamConnection.class);
            connection.lease(lease);
            done.channel().closeFuture().addListener(closed -> closed(connection));
            if (to.gone()) {
                settle(connection);
            } else {
                to.connected(connection);
            }
        });
    }

    private void closed(UpstreamConnection connection) {
        idle.remove(connection);
        release(connection);
        if (connection.counted()) {
            connection.uncount();
            open--;
            next();
        }
    }

    private void release(UpstreamConnection connection) {
        UpstreamQueue.Lease lease = connection.lease();
        if (lease != null) {
            connection.lease(null);
            waiting.end(lease);
        }
    }

    private void next() {
        while (!closed && (open < most || !idle.isEmpty())) {
            Borrower next = waiting.next();
            if (next == null) {
                return;
            }
            if (!lendOrConnect(next)) {
                waiting.add(next);
                return;
            }
        }
    }
}
