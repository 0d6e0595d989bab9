package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.engine.BadInputException;

/** Checks numbers of the command line. */
final class ArgumentLimits {
    private ArgumentLimits() {}

    static void require(String option, int value) {
        if (value < 1) {
            throw new BadInputException(option + " " + value + ": give a number from 1.");
        }
    }
}
