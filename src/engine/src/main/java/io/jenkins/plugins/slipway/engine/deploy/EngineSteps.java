package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.deploy.DeployPlan.Step;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import java.util.ArrayList;
import java.util.List;

/** The engine's own phases, which are the same for every target, around the steps that the target has planned. */
final class EngineSteps {
    static final String LOCK = Phase.LOCK.key();
    static final String VERIFY = Phase.VERIFY.key();
    static final String UNLOCK = Phase.UNLOCK.key();

    private EngineSteps() {}

    /** What the whole deployment does, phase by phase; those without anything to tell are left out. */
    static List<Step> around(List<PlannedStep> planned, List<ReleaseSpec.Artifact> applications, String waiting) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(LOCK, List.of("Takes the environment's lock. " + waiting)));
        steps.add(new Step(
                VERIFY,
                applications.stream()
                        .map(application -> "Reads the artifact of ‘" + application.application()
                                + "’ again and compares it with its name "
                                + application.digest().abbreviated() + ".")
                        .toList()));
        for (PlannedStep step : planned) {
            if (!step.actions().isEmpty()) {
                steps.add(new Step(step.name(), step.actions()));
            }
        }
        steps.add(new Step(UNLOCK, List.of("Releases the lock.")));
        return steps;
    }
}
