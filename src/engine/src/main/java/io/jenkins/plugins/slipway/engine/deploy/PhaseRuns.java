package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseRun;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The phases of a deployment that have ended, in order. One that is performed in two parts is one run. */
final class PhaseRuns {
    private final Map<String, PhaseRun> runs = new LinkedHashMap<>();

    void add(PhaseRun run) {
        runs.merge(run.name(), run, PhaseRuns::both);
    }

    /** It took both their times, and ended as the second did unless that had nothing to do. */
    private static PhaseRun both(PhaseRun first, PhaseRun second) {
        PhaseState state = second.state() == PhaseState.SKIPPED ? first.state() : second.state();
        return new PhaseRun(first.name(), state, first.seconds() + second.seconds());
    }

    List<PhaseRun> list() {
        return List.copyOf(runs.values());
    }
}
