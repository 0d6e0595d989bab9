package io.jenkins.plugins.slipway.engine.object;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A webhook's subscription at a third party: the wish for one, one that is there, or the wish to be rid of one.
 *
 * @param key names it for ever; what third parties get as idempotency key
 * @param webhook name of the webhook
 * @param url where the third party delivers to
 * @param props what was calculated when it was wished for
 * @param result what subscribing returned; null if not known
 * @param code which subscribes, and later unsubscribes
 * @param attempts at the present operation so far, one under way included
 * @param error of the last attempt; null if there was none or it succeeded
 * @param changed when the state last changed
 */
public record Subscription(
        String key,
        ObjectScope scope,
        String webhook,
        State state,
        String url,
        JsonNode props,
        @Nullable JsonNode result,
        ObjectCode code,
        int attempts,
        @Nullable String error,
        Instant changed) {

    /** How far it has come. */
    public enum State {
        /** Wished for; with attempts it is not known whether it is there. */
        SUBSCRIBE,
        /** Known to be there. */
        SUBSCRIBED,
        /** To be taken back; with attempts it is not known whether it is still there. */
        UNSUBSCRIBE,
        /** Known to be gone. */
        GONE,
        /** Somebody said, with a reason, that nothing more is to be tried. */
        GIVEN_UP;

        /** Whether something is still to be done. */
        public boolean pending() {
            return this == SUBSCRIBE || this == UNSUBSCRIBE;
        }

        /** Whether the code that subscribed may still be needed. */
        public boolean open() {
            return pending() || this == SUBSCRIBED;
        }
    }

    /** The operation to run next, as scripts name it. */
    public String operation() {
        return state == State.SUBSCRIBE ? DeclaredObject.SUBSCRIBE : DeclaredObject.UNSUBSCRIBE;
    }

    /** Of the present operation: subscribing and unsubscribing are two pieces of work. */
    public String idempotencyKey() {
        return state == State.SUBSCRIBE ? key : key + "-u";
    }
}
