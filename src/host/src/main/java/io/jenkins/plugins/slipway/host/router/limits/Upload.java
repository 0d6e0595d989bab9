package io.jenkins.plugins.slipway.host.router.limits;

import java.util.concurrent.TimeUnit;

/**
 * How a request's body comes from its client. No connection to an application is taken, and no switch waits, for one that has not come:
 * a small body is here as a whole first, of a large one its beginning. A large one whose client pauses, perhaps to hear whether it is
 * wanted at all, goes on after a second; connections for those are a share of their own.
 */
public final class Upload {
    private static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RequestBody body;
    private final MinimumRate minimumRate;
    private final boolean large;
    private long begun;
    private boolean gathering;
    private boolean early;

    /** What is to be done. */
    public enum Step {
        WAIT,
        SEND,
        GIVE_UP
    }

    /**
     * @param declared length, or -1 if it is not known
     */
    public Upload(RequestBody body, ClientLimits limits, long declared) {
        this.body = body;
        this.minimumRate = new MinimumRate(limits);
        this.large = declared < 0 || declared > RequestBody.FIRST_BYTES;
    }

    public MinimumRate minimumRate() {
        return minimumRate;
    }

    public boolean gathering() {
        return gathering;
    }

    /** Whether it can be sent on. */
    public boolean ready() {
        return early || body.ready();
    }

    public void gather(long now) {
        gathering = true;
        begun = now;
        minimumRate.begin(now, body.bytes());
    }

    /** What has come decides what is to be done; whoever is told to send, or to give up, is told once. */
    public Step look(long now) {
        early |= large && now - begun > EARLY_NANOS;
        Step step = ready() ? Step.SEND : minimumRate.tooSlow(now, body.bytes()) ? Step.GIVE_UP : Step.WAIT;
        gathering = step == Step.WAIT;
        return step;
    }
}
