package io.jenkins.plugins.slipway.host.object;

/** So many at once, then so many a second. Safe for several threads. */
final class RateLimit {
    private final double burst;
    private final double perSecond;
    private double tokens;
    private long last = System.nanoTime();

    RateLimit(double burst, double perSecond) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.tokens = burst;
    }

    synchronized boolean admits(long now) {
        tokens = Math.min(burst, tokens + (now - last) / 1e9 * perSecond);
        last = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
