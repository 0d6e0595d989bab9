package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.limits.ClientLimits;
import io.jenkins.plugins.slipway.host.router.upstream.Transport;
import io.jenkins.plugins.slipway.host.router.upstream.UpstreamPool;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/** One thread's share of the traffic: its clients, and its connections to applications. */
final class RouterWorker {
    private static final long SWEEP_MILLIS = 200;

    private final EventLoop events;
    private final UpstreamPool pool;
    private final ConnectionRegistry clients;

    /** @param loops that there are */
    RouterWorker(EventLoop events, Transport transport, ClientLimits limits, int loops) {
        this.events = events;
        this.pool = new UpstreamPool(events, transport, limits.upstream());
        this.clients = new ConnectionRegistry(limits, loops);
        events.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    UpstreamPool pool() {
        return pool;
    }

    ConnectionRegistry clients() {
        return clients;
    }

    /** Ends what is not busy, now, and what is, after its answer. */
    void retire() {
        run(() -> clients.all().forEach(ClientConnection::retire));
    }

    /** Ends all connections of clients. */
    void cut() {
        run(() -> clients.all().forEach(client -> client.channel().close()));
    }

    /** At once if this is the loop's thread. */
    void run(Runnable action) {
        if (events.inEventLoop()) {
            action.run();
        } else {
            events.execute(action);
        }
    }

    void later(long millis, Runnable action) {
        events.schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        try {
            long now = System.nanoTime();
            clients.all().forEach(client -> client.tick(now));
            clients.relieve(now);
            pool.sweep(now);
        } catch (RuntimeException e) {
            // A timer that fails once would never come again.
            System.err.println("a sweep failed: " + e);
        }
    }
}
