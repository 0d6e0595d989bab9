package io.jenkins.plugins.slipway.engine.object;

import java.time.Instant;

/**
 * One run of an object's operation.
 *
 * @param id unique; also the name of its log
 * @param outcome how it ended
 * @param detail an error in a sentence, or empty
 * @param seconds that it took
 */
public record ObjectRun(
        String id,
        ObjectScope scope,
        String object,
        String operation,
        int release,
        Instant started,
        double seconds,
        Outcome outcome,
        String detail) {
    /** How a run ended. */
    public enum Outcome {
        SUCCEEDED,
        FAILED,
        TIMED_OUT,
        /** The process ended before it answered, such as for using too much memory. */
        DIED
    }
}
