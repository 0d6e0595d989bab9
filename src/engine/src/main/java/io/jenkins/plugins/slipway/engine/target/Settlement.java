package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.process.OutputSink;

/** Brings a deployment to its end, be it by the process that began it or by a later one. */
public interface Settlement {
    /** Whether the place says that this deployment's release is what it serves. Asks the place. */
    boolean isSwitched();

    /**
     * Brings back what was live before the deployment began. Does nothing twice.
     *
     * @param reason why the deployment is taken back; kept with its outcome
     * @return the outcome, as the target has written it down if it keeps one
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if the target cannot be asked; one that undoes by itself
     *     restores then
     */
    DeploymentOutcome restore(String reason, OutputSink log) throws InterruptedException;

    /**
     * Makes the deployment final, at the end of the last step of {@link Stage#SWITCH}, and lets held requests through to it:
     * nobody is answered by a release that may still be taken back. From now on losing the holder restores nothing.
     */
    void commit();
}
