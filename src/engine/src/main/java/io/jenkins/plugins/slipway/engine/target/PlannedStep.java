package io.jenkins.plugins.slipway.engine.target;

import java.util.List;

/**
 * A step that a target will perform.
 *
 * @param name as users read it in plans, logs and records; the same one twice in a plan is one step in two parts
 * @param stage where it stands; the steps of a plan are in the order of the stages
 * @param place which of an environment's places performs it; empty where there is only one
 * @param actions what it will do, in whole sentences; empty if there is nothing to tell
 */
public record PlannedStep(String name, Stage stage, String place, List<String> actions) {
    public PlannedStep {
        actions = List.copyOf(actions);
    }

    /** A step of the only place. */
    public PlannedStep(String name, Stage stage, List<String> actions) {
        this(name, stage, "", actions);
    }

    /** The same step among those of other places. */
    PlannedStep in(String label) {
        return new PlannedStep(label + "." + name, stage, label, actions);
    }

    /** The step as its own place has planned it. */
    PlannedStep within() {
        return place.isEmpty() ? this : new PlannedStep(name.substring(place.length() + 1), stage, "", actions);
    }
}
