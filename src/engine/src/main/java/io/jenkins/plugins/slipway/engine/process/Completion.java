package io.jenkins.plugins.slipway.engine.process;

import io.jenkins.plugins.slipway.engine.Texts;
import java.time.Duration;

/** How a command ended. */
public sealed interface Completion {
    /** Ended by itself. 128 + n if a signal n that was not Slipway's ended it. */
    record Exited(int code) implements Completion {}

    /** Ran longer than it may and was ended. */
    record TimedOut(Duration limit) implements Completion {}

    /** Was ended because somebody wished so. */
    record Cancelled() implements Completion {}

    default boolean succeeded() {
        return this instanceof Exited exited && exited.code() == 0;
    }

    /** For a message after the name of a hook: {@code exited with code 3}, {@code took longer than 1 h}, {@code was cancelled}. */
    default String describe() {
        if (this instanceof Exited exited) {
            return "exited with code " + exited.code();
        }
        if (this instanceof TimedOut timedOut) {
            return "took longer than " + Texts.span(timedOut.limit());
        }
        return "was cancelled";
    }
}
