package io.jenkins.plugins.slipway.engine.object;

import org.jspecify.annotations.Nullable;

/**
 * A script did not do what it was asked. The message is a sentence for the user, with the place in the user's source where that is
 * known.
 */
public final class OperationFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** How it failed. */
    public enum Kind {
        /** The user's code threw. The process is sound. */
        THREW,
        /** No answer came in time. */
        TIMED_OUT,
        /** The process ended itself without an answer. */
        ENDED,
        /** The process was ended without an answer, such as for using too much memory. */
        DIED,
        /** What came is not the protocol. */
        NOT_UNDERSTOOD
    }

    private final Kind kind;
    private final transient @Nullable SourcePlace place;

    OperationFailedException(Kind kind, String message, @Nullable SourcePlace place) {
        super(message);
        this.kind = kind;
        this.place = place;
    }

    public Kind kind() {
        return kind;
    }

    /** Where in the user's source; null if not known. */
    public @Nullable SourcePlace place() {
        return place;
    }

    /** How a run that failed like this is recorded. */
    public ObjectRun.Outcome outcome() {
        return switch (kind) {
            case THREW -> ObjectRun.Outcome.FAILED;
            case TIMED_OUT -> ObjectRun.Outcome.TIMED_OUT;
            case ENDED, DIED, NOT_UNDERSTOOD -> ObjectRun.Outcome.DIED;
        };
    }
}
