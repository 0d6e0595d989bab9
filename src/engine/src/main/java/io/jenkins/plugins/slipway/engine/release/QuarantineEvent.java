package io.jenkins.plugins.slipway.engine.release;

import java.time.Instant;

/**
 * A release was marked bad, or the mark was taken back.
 *
 * @param by who, and from which build if it was one
 * @param reason as given; empty for none
 */
public record QuarantineEvent(Action action, String by, Instant at, String reason) {
    public enum Action {
        QUARANTINED,
        LIFTED
    }
}
