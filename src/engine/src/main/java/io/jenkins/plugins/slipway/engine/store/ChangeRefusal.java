package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.Texts;
import java.time.Duration;
import java.time.Instant;

/** Says no to a change that a step cannot make, in one sentence for all kinds of it. */
record ChangeRefusal(StepScope scope) {
    /** How far the clock of where the step works may be off. */
    private static final Duration OFF = Duration.ofDays(1);

    /**
     * @param what was written down
     * @param why it cannot be
     */
    RefusedException of(String what, String why) {
        return new RefusedException("Where " + scope.describe() + " works, somebody wrote down " + Texts.line(what)
                + ", and that is refused: " + Texts.line(why) + ". The records are as they were before that. Find out"
                + " who changes the step's files on its agent");
    }

    /** @throws RefusedException unless it is a time at which the step may have been at work */
    void requireTime(String what, Instant time, Instant now) {
        if (time.isBefore(scope.begun().minus(OFF)) || time.isAfter(now.plus(OFF))) {
            throw of(
                    what + " of " + time,
                    "the step began at " + scope.begun() + " and it is " + now + " now, so that clock is a day off");
        }
    }
}
