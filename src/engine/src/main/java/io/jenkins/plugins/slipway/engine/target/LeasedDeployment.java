package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.util.List;
import java.util.Map;

/** A deployment under way on a target: its phases are performed one after another, in the order of {@link Phase}. */
public interface LeasedDeployment {
    /**
     * Performs one phase. {@link Phase#HEALTH} comes twice: before the deploy hooks the applications have to answer, after them
     * they have to be healthy.
     *
     * @param log takes what the phase says: the output of hooks, whole sentences of the target
     * @return what the phase did, for the journal
     * @throws io.jenkins.plugins.slipway.engine.LifecycleFailedException if the phase failed or was cancelled; the environment
     *     is as the phase left it until {@link #restore} or {@link #keep}
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if the lease was lost meanwhile: the target has restored
     */
    PhaseResult perform(Phase phase, OutputSink log, Cancellation cancellation) throws InterruptedException;

    /**
     * Brings back what was live before {@link Lock#begin}. Does nothing twice.
     *
     * @param reason why the deployment is taken back; kept with its outcome
     * @return the outcome as the target has written it down
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if the target cannot be asked; it restores by itself then
     */
    DeploymentOutcome restore(String reason, OutputSink log) throws InterruptedException;

    /**
     * Leaves the environment as the failed phase left it, for somebody to look at ({@code on_failure: keep}): nothing serves
     * until the next deployment, and losing the holder restores nothing.
     *
     * @param reason why the deployment failed; kept with its outcome
     * @return the outcome as the target has written it down: {@link DeploymentOutcome.Kept}, or what {@link #restore} returns if
     *     nothing was touched yet
     */
    DeploymentOutcome keep(String reason);

    /**
     * Makes the deployment final, at the end of {@link Phase#SERVE}, and lets requests through to it: nobody is answered by a
     * release that may still be taken back. From now on losing the holder restores nothing.
     */
    void commit();

    /** The addresses at which the environment answers, main one first. */
    List<String> urls();

    /**
     * @param skipped whether there was nothing to do
     * @param facts such as schema versions by {@code data-version/<application>} or files by {@code backup/<application>}
     */
    record PhaseResult(boolean skipped, Map<String, String> facts) {}
}
