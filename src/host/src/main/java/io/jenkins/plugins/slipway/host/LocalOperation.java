package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.Operation;
import io.jenkins.plugins.slipway.engine.target.OperationHandle;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.StepResult;
import java.util.Map;

/**
 * A phase that the daemon performs. The daemon finds its own work again by the deployment's number, and undoes it by itself.
 *
 * @param idle whether the daemon has said that there is nothing to do in it
 */
record LocalOperation(LocalDeployment deployment, PlannedStep step, int number, boolean idle) implements Operation {
    @Override
    public OperationHandle handle() {
        return new OperationHandle(step.name(), step.place(), Map.of("deployment", Integer.toString(number)));
    }

    @Override
    public StepResult run(OutputSink log, Cancellation cancellation) throws InterruptedException {
        return idle ? deployment.skip() : deployment.perform(step, log, cancellation);
    }
}
