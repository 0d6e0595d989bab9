package io.jenkins.plugins.slipway.host.router.upstream;

import io.jenkins.plugins.slipway.host.router.Routes.Backend;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One event loop's connections to applications. Only that loop touches it. */
public final class UpstreamPool {
    /** Shorter than what servers keep idle connections for, so that a request rarely meets one that is just being closed. */
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final EventLoop loop;
    private final Transport transport;
    private final int most;
    private final Map<Backend, ProcessConnections> buckets = new HashMap<>();
    private boolean closed;

    /**
     * @param most connections to a process of an application; those who find none wait for one
     */
    public UpstreamPool(EventLoop loop, Transport transport, int most) {
        this.loop = loop;
        this.transport = transport;
        this.most = most;
    }

    /** Which connection will do. */
    public enum Freshness {
        ANY,
        /** In use a moment ago, or new: for what cannot be sent twice. */
        RECENT,
        /** For what was sent once already. */
        NEW
    }

    /** Who asked for a connection. Called on the event loop. */
    public interface Borrower {
        void connected(UpstreamConnection connection);

        void refused(Throwable cause);

        /** Whether it has left without waiting for the connection. */
        boolean gone();

        /** In whose name it asks. */
        String share();

        /** Whether it will still wait for its client while it has the connection. */
        boolean upload();

        Freshness freshness();
    }

    public void borrow(Backend backend, Borrower borrower) {
        if (closed) {
            borrower.refused(new IOException("the router is ending"));
            return;
        }
        buckets.computeIfAbsent(backend, key -> new ProcessConnections(key, loop, transport, most))
                .borrow(borrower);
    }

    /** The answer is whole, and the application keeps the connection. */
    public void giveBack(Backend backend, UpstreamConnection connection) {
        connection.takeBack();
        ProcessConnections bucket = buckets.get(backend);
        if (bucket == null || !connection.counted()) {
            connection.channel().close();
        } else if (connection.channel().isActive()) {
            connection.channel().config().setAutoRead(true);
            bucket.settle(connection);
        }
    }

    /** The client has sent all that it had to send. */
    public void uploaded(Backend backend, UpstreamConnection connection) {
        ProcessConnections bucket = buckets.get(backend);
        if (bucket != null) {
            bucket.uploaded(connection);
        }
    }

    /** The connection is used for a long time, and leaves room for others. */
    public void exempt(Backend backend, UpstreamConnection connection) {
        ProcessConnections bucket = buckets.get(backend);
        if (bucket != null) {
            bucket.exempt(connection);
        }
    }

    /** Closes everything, whoever uses it or waits for it. From now on there are no connections. */
    public void close() {
        closed = true;
        List.copyOf(buckets.values()).forEach(ProcessConnections::close);
    }

    /** Closes what nobody uses now. */
    public void drop() {
        buckets.values().forEach(bucket -> bucket.closeIdle(Long.MAX_VALUE));
    }

    /** Closes what has not been used for a while. Called from time to time. */
    public void sweep(long now) {
        buckets.values().removeIf(bucket -> {
            bucket.closeIdle(now - KEEP_NANOS);
            return bucket.unused();
        });
    }
}
