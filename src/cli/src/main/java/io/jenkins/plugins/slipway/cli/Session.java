package io.jenkins.plugins.slipway.cli;

import java.io.PrintStream;

/** One run of a verb: opens what the verb asks for when it asks for it, and closes it in the end. */
final class Session implements AutoCloseable {
    private final Slipway slipway;

    Session(Slipway slipway) {
        this.slipway = slipway;
    }

    Surroundings surroundings() {
        return slipway.surroundings();
    }

    boolean json() {
        return slipway.json();
    }

    /** Where results for people go. */
    PrintStream out() {
        return surroundings().out();
    }

    Style style() {
        return surroundings().outStyle();
    }

    /** Says something that is not the result. */
    void say(String line) {
        surroundings().err().println(line);
    }

    @Override
    public void close() {}
}
