package io.jenkins.plugins.slipway.host.router;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One thread's share of the traffic: its clients, and its connections to applications. */
final class Loop {
    private static final long SWEEP_MILLIS = 200;

    private final EventLoop events;
    private final UpstreamPool pool;
    private final Set<ClientConnection> clients = new HashSet<>();

    Loop(EventLoop events, Transport transport) {
        this.events = events;
        this.pool = new UpstreamPool(events, transport);
        events.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    UpstreamPool pool() {
        return pool;
    }

    void enter(ClientConnection client) {
        clients.add(client);
    }

    void leave(ClientConnection client) {
        clients.remove(client);
    }

    /** Ends what is not busy, now, and what is, after its answer. */
    void retire() {
        run(() -> new ArrayList<>(clients).forEach(ClientConnection::retire));
    }

    /** Ends all connections of clients. */
    void cut() {
        run(() -> new ArrayList<>(clients).forEach(client -> client.channel().close()));
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
        long now = System.nanoTime();
        List<ClientConnection> all = new ArrayList<>(clients);
        all.forEach(client -> client.tick(now));
        pool.sweep(now);
    }
}
