package io.jenkins.plugins.slipway.host.router.limits;

/** Whether a body comes on: in each window of time so many bytes of it at least. Time in which nobody wanted to read does not count. */
public final class MinimumRate {
    private final ClientLimits limits;
    private long begun;
    private long bytesThen;

    MinimumRate(ClientLimits limits) {
        this.limits = limits;
    }

    /** The window begins now, or anew. */
    public void begin(long now, long bytes) {
        begun = now;
        bytesThen = bytes;
    }

    /**
     * @param bytes that have come so far
     */
    public boolean tooSlow(long now, long bytes) {
        if (now - begun < limits.window().toNanos()) {
            return false;
        }
        boolean slow = bytes - bytesThen < limits.leastBytes();
        begin(now, bytes);
        return slow;
    }
}
