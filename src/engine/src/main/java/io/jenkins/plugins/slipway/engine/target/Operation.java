package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;

/** One step of a deployment, ready to begin. Nothing has happened yet. */
public interface Operation {
    /** By which another process finds it again. Written down before {@link #run}. */
    OperationHandle handle();

    /** Whether it is known already that there is nothing to do: it changes nothing, and nobody has to find it again. */
    default boolean idle() {
        return false;
    }

    /**
     * Performs the step. Called once.
     *
     * @param log takes what the step says: the output of hooks, whole sentences of the target
     * @throws io.jenkins.plugins.slipway.engine.LifecycleFailedException if it failed or was cancelled; the place is as the step
     *     left it until {@link LeasedDeployment#restore} or {@link LeasedDeployment#keep}
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if the place was lost to somebody else meanwhile
     */
    StepResult run(OutputSink log, Cancellation cancellation) throws InterruptedException;
}
