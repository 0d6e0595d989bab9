package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.limits.ClientLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The clients of one event loop, bounded in number: when there is no place for another, the connection goes that has waited for a
 * request the longest. No address has more than half of the places, but for proxies. Only the loop touches it.
 */
final class ConnectionRegistry {
    /** Clients that take nothing of what is sent to them, and hold buffers outside Java's heap. */
    private static final int MOST_STALLED = 2_000;

    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int most;
    private final int mostStalled;
    private final Set<ClientConnection> all = new HashSet<>();
    /** Without a request, those first that have been so the longest. */
    private final Set<ClientConnection> idle = new LinkedHashSet<>();

    private final Map<String, Integer> places = new HashMap<>();
    private int taken;

    /** @param loops that share the clients evenly */
    ConnectionRegistry(ClientLimits limits, int loops) {
        this.most = Math.max(1, limits.connections() / loops);
        this.mostStalled = Math.max(1, MOST_STALLED / loops);
    }

    /** A client has come. Returns false if there is no place for it. */
    boolean enter(ClientConnection client) {
        all.add(client);
        taken += client.weight();
        int own = places.merge(client.peer().address(), client.weight(), Integer::sum);
        boolean room = client.peer().trusted()
                || own <= Math.max(1, most / 2)
                || evict(client.peer().address());
        while (room && taken > most) {
            room = evict("");
        }
        if (!room) {
            leave(client);
            return false;
        }
        idle.add(client);
        return true;
    }

    void leave(ClientConnection client) {
        idle.remove(client);
        if (all.remove(client)) {
            taken -= client.weight();
            places.computeIfPresent(
                    client.peer().address(),
                    (address, own) -> own > client.weight() ? (Integer) (own - client.weight()) : null);
        }
    }

    /** A request is under way on it. */
    void busy(ClientConnection client) {
        idle.remove(client);
    }

    /** It waits for a request from now on. */
    void idle(ClientConnection client) {
        if (all.contains(client)) {
            idle.remove(client);
            idle.add(client);
        }
    }

    List<ClientConnection> all() {
        return new ArrayList<>(all);
    }

    /** Ends those that stand still the longest, if they are too many. */
    void relieve(long now) {
        List<ClientConnection> stalled = new ArrayList<>();
        for (ClientConnection client : all) {
            if (client.stalledSince() != 0) {
                stalled.add(client);
            }
        }
        if (stalled.size() > mostStalled) {
            stalled.sort(Comparator.comparingLong(ClientConnection::stalledSince));
            stalled.stream()
                    .limit(stalled.size() - mostStalled)
                    .filter(client -> now - client.stalledSince() > STALLED_NANOS)
                    .forEach(client -> client.channel().close());
        }
    }

    /** Closes the connection that has been idle the longest, of one address if it is given. Returns whether there was one. */
    private boolean evict(String address) {
        Iterator<ClientConnection> oldest = idle.iterator();
        while (oldest.hasNext()) {
            ClientConnection client = oldest.next();
            if (address.isEmpty() || client.peer().address().equals(address)) {
                leave(client);
                client.channel().close();
                return true;
            }
        }
        return false;
    }
}
