package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;

/** A deployment did not do all that was asked; its result says what serves now. */
public final class DeploymentFailedException extends LifecycleFailedException {
    private static final long serialVersionUID = 1L;

    private final transient DeployResult result;

    public DeploymentFailedException(String message, DeployResult result, Throwable cause) {
        super(message, cause);
        this.result = result;
    }

    public DeployResult result() {
        return result;
    }
}
