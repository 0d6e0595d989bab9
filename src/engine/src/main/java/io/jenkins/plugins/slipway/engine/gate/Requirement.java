package io.jenkins.plugins.slipway.engine.gate;

/** Whether one of the environments that another {@code requires} allows a release to go on. */
public sealed interface Requirement {
    /** The environment that is required. */
    String environment();

    /** Live there, and judged well where it has a gate. */
    record Met(String environment) implements Requirement {}

    /**
     * @param why a whole sentence, with what to do next
     */
    record NotMet(String environment, String why) implements Requirement {}
}
