package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.process.OutputSink;

/** A deployment that its place has brought to an end by itself. */
record Settled(Target.Live live, InterruptedDeployment interrupted) implements Settlement {
    @Override
    public boolean isSwitched() {
        return live.deployment() == interrupted.number();
    }

    @Override
    public DeploymentOutcome restore(String reason, OutputSink log) {
        DeploymentOutcome written = live.outcomeOf(interrupted.number());
        if (written != null) {
            return written;
        }
        Integer serves = live.release();
        return serves == null
                ? new DeploymentOutcome.Emptied(interrupted.number(), reason)
                : new DeploymentOutcome.Restored(interrupted.number(), serves, reason);
    }

    @Override
    public void commit() {
        if (!isSwitched()) {
            throw new IllegalStateException("deployment " + interrupted.number() + " was taken back by its place");
        }
    }
}
