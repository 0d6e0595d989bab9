package io.jenkins.plugins.slipway.engine.target;

import java.util.List;

/** A deployment under way on a target: its steps are performed one after another, in the order of the plan. */
public interface LeasedDeployment extends Settlement {
    /**
     * Gets a planned step ready. Nothing changes at the place before {@link Operation#run}.
     *
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if the place cannot be asked what it needs to know
     */
    Operation operation(PlannedStep step);

    /**
     * Leaves the environment as the failed step left it, for somebody to look at ({@code on_failure: keep}): losing the holder
     * restores nothing.
     *
     * @param reason why the deployment failed; kept with its outcome
     * @return the outcome: {@link DeploymentOutcome.Kept}, or what {@link #restore} returns if nothing was touched yet
     */
    DeploymentOutcome keep(String reason);

    /** The addresses at which the environment answers, main one first. */
    List<String> urls();
}
