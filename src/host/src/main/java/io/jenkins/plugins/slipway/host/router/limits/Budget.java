package io.jenkins.plugins.slipway.host.router.limits;

import java.util.HashMap;
import java.util.Map;

/**
 * Memory of the process for what clients have sent and nobody has taken yet. No client has more than half of it; a proxy that does not
 * say for whom it speaks has as much as there is. Safe for use by several threads.
 */
public final class Budget {
    private final long most;
    private final Map<String, Long> shares = new HashMap<>();
    private long taken;

    public Budget(long most) {
        this.most = most;
    }

    /**
     * @param who a client, as by {@link ClientShare}
     * @param many whether it speaks for others that are not known
     */
    synchronized boolean take(String who, boolean many, long bytes) {
        long share = shares.getOrDefault(who, 0L) + bytes;
        if (taken + bytes > most || (!many && share > most / 2)) {
            return false;
        }
        taken += bytes;
        shares.put(who, share);
        return true;
    }

    synchronized void give(String who, long bytes) {
        taken -= bytes;
        shares.computeIfPresent(who, (address, share) -> share > bytes ? (Long) (share - bytes) : null);
    }

    synchronized long taken() {
        return taken;
    }
}
