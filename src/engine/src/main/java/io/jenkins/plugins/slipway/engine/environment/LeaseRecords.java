package io.jenkins.plugins.slipway.engine.environment;

import java.time.Duration;
import java.util.Optional;

/**
 * The locks of environments whose places keep none: leases that end by themselves when their holder does not renew them. All times
 * are those of the clock where the records are kept.
 */
public interface LeaseRecords {
    /**
     * Queues for an environment. The claim waits until {@link #renew} says that it holds.
     *
     * @param holder who asks, for people
     * @param replacing whether claims that still wait are taken away, as this one comes in their place
     * @param life how long the claim lasts unless it is renewed
     */
    Claim claim(String project, String environment, String holder, boolean replacing, Duration life);

    /** Makes a claim last again, and takes the environment if it is free and no older claim waits. */
    Standing renew(Claim claim, Duration life);

    /** Gives a claim back, held or not. Does nothing to one that has ended. */
    void release(Claim claim);

    /** Who holds an environment now; empty if nobody does. */
    Optional<String> holder(String project, String environment);

    /**
     * A place in the queue of an environment.
     *
     * @param ticket its number in the queue
     * @param token known to nobody else, so that no other process can renew or release it
     */
    record Claim(String project, String environment, long ticket, String token) {}

    /** What a claim is worth now. */
    sealed interface Standing {
        /** The environment is this claim's until its time is over. */
        record Holds() implements Standing {}

        /**
         * Another is before it.
         *
         * @param holder who that is
         */
        record Waits(String holder) implements Standing {}

        /** Its time was over, or a newer claim came in its place. */
        record Lost() implements Standing {}
    }
}
