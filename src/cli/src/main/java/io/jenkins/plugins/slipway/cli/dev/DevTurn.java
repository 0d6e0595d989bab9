package io.jenkins.plugins.slipway.cli.dev;

import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;

/**
 * Whether one attempt of {@code slipway dev} gives way to a newer change. It does until objects are next, because from there
 * third parties learn of the release; and again while it only watches what is live.
 */
final class DevTurn {
    private final Cancellation cancellation = new Cancellation();
    private boolean firm;
    private boolean committed;
    private boolean overtaken;

    /** @param firm whether it runs to its end, whatever changes */
    DevTurn(boolean firm) {
        this.firm = firm;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** Asks the attempt to give way. If it must not now, it does as soon as it has nothing left to do but to watch. */
    void overtake() {
        synchronized (this) {
            overtaken = true;
        }
        giveWay();
    }

    /** The user wants the end of all of it. */
    void stop() {
        cancellation.cancel();
    }

    /** To be told of each phase before it begins. */
    void next(String phase) {
        synchronized (this) {
            if (phase.equals(Phase.OBJECTS.key()) && (firm || !overtaken)) {
                firm = true;
                committed = true;
            } else if (phase.equals(Phase.WATCH.key())) {
                firm = false;
            }
        }
        giveWay();
    }

    private void giveWay() {
        synchronized (this) {
            if (firm || !overtaken) {
                return;
            }
        }
        // From here on nothing makes it firm any more.
        cancellation.cancel();
    }

    /** Whether it made room before anybody could know of it. */
    synchronized boolean isOvertaken() {
        return overtaken && !firm && !committed && cancellation.isCancelled();
    }

    /** Whether it made room while it watched what it had made live. */
    synchronized boolean isWatchCut() {
        return overtaken && !firm && committed && cancellation.isCancelled();
    }
}
