package io.jenkins.plugins.slipway.host.router;

import java.util.HashMap;
import java.util.Map;

/**
 * Memory of the process for what clients have sent and nobody has taken yet. No address has more than half of it, but for proxies, which
 * speak for many. Safe for use by several threads.
 */
final class Budget {
    private final long most;
    private final Map<String, Long> shares = new HashMap<>();
    private long taken;

    Budget(long most) {
        this.most = most;
    }

    synchronized boolean take(Peer who, long bytes) {
        long share = shares.getOrDefault(who.address(), 0L) + bytes;
        if (taken + bytes > most || (!who.trusted() && share > most / 2)) {
            return false;
        }
        taken += bytes;
        shares.put(who.address(), share);
        return true;
    }

    synchronized void give(Peer who, long bytes) {
        taken -= bytes;
        shares.computeIfPresent(who.address(), (address, share) -> share > bytes ? (Long) (share - bytes) : null);
    }

    synchronized long taken() {
        return taken;
    }
}
