package io.jenkins.plugins.slipway.host.router.upstream;

import java.util.concurrent.TimeUnit;

/**
 * How often one request was tried. Sent again is, once, what may be sent twice and whose application ended the connection before the
 * first byte of an answer (RFC 9110, 9.2.2). What no process took a connection for was not sent: it is tried for a while, as an
 * application that ended is just being started again.
 */
public final class Attempts {
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final boolean idempotent;
    private final long arrived;
    private boolean repeated;
    private int passedOver;

    public Attempts(boolean idempotent, long arrived) {
        this.idempotent = idempotent;
        this.arrived = arrived;
    }

    /**
     * Decides whether a request that got no byte of an answer is tried again, and counts that.
     *
     * @param sent whether any of it may have been read by the application
     * @param repeatable whether all of it is still here
     */
    public boolean again(boolean sent, boolean repeatable, long now) {
        boolean may = repeatable && now - arrived < PATIENCE_NANOS && (!sent || (idempotent && !repeated));
        if (may) {
            if (sent) {
                repeated = true;
            } else {
                passedOver++;
            }
        }
        return may;
    }

    /** How many processes took no connection for it. One that ended a kept connection is not among them: it is asked again. */
    public int passedOver() {
        return passedOver;
    }

    /** Which connection it is to be sent over. */
    public UpstreamPool.Freshness freshness() {
        if (repeated) {
            return UpstreamPool.Freshness.NEW;
        }
        return idempotent ? UpstreamPool.Freshness.ANY : UpstreamPool.Freshness.RECENT;
    }
}
