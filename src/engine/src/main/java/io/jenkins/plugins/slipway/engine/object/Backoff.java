package io.jenkins.plugins.slipway.engine.object;

import java.time.Duration;

/**
 * How often and how fast something is tried again.
 *
 * @param attempts in one go, the first one included
 * @param first pause, between the first and the second attempt
 * @param factor by which each pause is longer than the one before
 */
public record Backoff(int attempts, Duration first, int factor) {
    /** Requests are held meanwhile, so that a third party's hiccup is waited for and its outage is not: 5 s in all. */
    public static final Backoff DEFAULT = new Backoff(4, Duration.ofMillis(250), 4);

    /** The pause after an attempt, counted from 1. */
    Duration after(int attempt) {
        return first.multipliedBy((long) Math.pow(factor, attempt - 1.0));
    }
}
