package io.jenkins.plugins.slipway.host.router;

import io.jenkins.plugins.slipway.host.router.Routes.Backend;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One event loop's connections to applications. Only that loop touches it. */
final class UpstreamPool {
    /** For each event loop. Those who find no connection wait for one, in order. */
    private static final int MOST = 512;

    private static final int CONNECT_MILLIS = 5_000;
    /** Shorter than what servers keep idle connections for, so that a request rarely meets one that is just being closed. */
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(4);

    /** What cannot be sent twice goes only over a connection that was in use a moment ago, or a new one. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final EventLoop loop;
    private final Transport transport;
    private final Map<Backend, Bucket> buckets = new HashMap<>();

    UpstreamPool(EventLoop loop, Transport transport) {
        this.loop = loop;
        this.transport = transport;
    }

    /** Who asked for a connection. Called on the event loop. */
    interface Borrower {
        void connected(UpstreamConnection connection);

        void refused(Throwable cause);

        /** Whether it has left without waiting for the connection. */
        boolean gone();
    }

    private final class Bucket {
        private final Backend backend;
        private final Bootstrap bootstrap;
        private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
        private final ArrayDeque<Borrower> waiting = new ArrayDeque<>();
        private int open;

        Bucket(Backend backend) {
            this.backend = backend;
            this.bootstrap = new Bootstrap()
                    .group(loop)
                    .channelFactory(transport.client(backend))
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
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

        void connect(Borrower first) {
            open++;
            bootstrap.connect(transport.address(backend)).addListener((io.netty.channel.ChannelFuture done) -> {
                if (!done.isSuccess()) {
                    open--;
                    first.refused(done.cause());
                    next();
                    return;
                }
                UpstreamConnection connection = done.channel().pipeline().get(UpstreamConnection.class);
                done.channel().closeFuture().addListener(closed -> closed(connection));
                lend(connection, first);
            });
        }

        private void lend(UpstreamConnection connection, Borrower to) {
            if (to.gone()) {
                settle(connection);
            } else {
                to.connected(connection);
            }
        }

        private void settle(UpstreamConnection connection) {
            Borrower next = waiting.poll();
            if (next != null) {
                lend(connection, next);
            } else {
                connection.idleSince = System.nanoTime();
                idle.push(connection);
            }
        }

        private void closed(UpstreamConnection connection) {
            idle.remove(connection);
            if (connection.counted) {
                open--;
                next();
            }
        }

        private void next() {
            while (open < MOST) {
                Borrower next = waiting.poll();
                if (next == null) {
                    return;
                }
                if (!next.gone()) {
                    connect(next);
                }
            }
        }
    }

    /**
     * @param once whether the request cannot be sent again
     */
    void borrow(Backend backend, Borrower borrower, boolean once) {
        Bucket bucket = buckets.computeIfAbsent(backend, Bucket::new);
        UpstreamConnection known = bucket.idle.poll();
        while (known != null && !known.channel().isActive()) {
            known = bucket.idle.poll();
        }
        if (known != null && once && System.nanoTime() - known.idleSince > FRESH_NANOS) {
            bucket.idle.push(known);
            known = null;
        }
        if (known != null) {
            borrower.connected(known);
        } else if (bucket.open < MOST) {
            bucket.connect(borrower);
        } else {
            bucket.waiting.add(borrower);
        }
    }

    /** The answer is whole, and the application keeps the connection. */
    void giveBack(Backend backend, UpstreamConnection connection) {
        connection.takeBack();
        Bucket bucket = buckets.get(backend);
        if (bucket == null || !connection.counted) {
            connection.channel().close();
        } else if (connection.channel().isActive()) {
            connection.channel().config().setAutoRead(true);
            bucket.settle(connection);
        }
    }

    /** The connection is used for a long time, and leaves room for others. */
    void exempt(Backend backend, UpstreamConnection connection) {
        Bucket bucket = buckets.get(backend);
        if (bucket != null && connection.counted) {
            connection.counted = false;
            bucket.open--;
            bucket.next();
        }
    }

    /** Closes what nobody uses now. */
    void drop() {
        for (Bucket bucket : buckets.values()) {
            while (!bucket.idle.isEmpty()) {
                bucket.idle.poll().channel().close();
            }
        }
    }

    /** Closes what has not been used for a while. Called from time to time. */
    void sweep(long now) {
        buckets.values().removeIf(bucket -> {
            while (!bucket.idle.isEmpty() && now - bucket.idle.peekLast().idleSince > KEEP_NANOS) {
                bucket.idle.pollLast().channel().close();
            }
            return bucket.open == 0 && bucket.waiting.isEmpty();
        });
    }
}
