package io.jenkins.plugins.slipway.host.router.limits;

import java.util.HashMap;
import java.util.Map;

/**
 * Deliveries on their way, each of which holds its body in memory. Only those count whose address is right; one address leaves room for
 * the others. Safe for use by several threads.
 */
public final class EndpointLimits {
    static final int MOST = 64;
    public static final int MOST_OF_ONE = 16;
    /** Of all bodies together; each is in memory several times on its way. */
    public static final long MOST_BYTES = 8 << 20;

    private final Map<String, Integer> byKey = new HashMap<>();
    private int all;
    private long bytes;

    /**
     * @param key names the address
     * @param size of the body at most
     * @return whether there is room
     */
    public synchronized boolean enter(String key, long size) {
        int one = byKey.getOrDefault(key, 0);
        if (all >= MOST || one >= MOST_OF_ONE || bytes + size > MOST_BYTES) {
            return false;
        }
        all++;
        bytes += size;
        byKey.put(key, one + 1);
        return true;
    }

    public synchronized void leave(String key, long size) {
        all--;
        bytes -= size;
        byKey.computeIfPresent(key, (same, one) -> one > 1 ? (Integer) (one - 1) : null);
    }
}
