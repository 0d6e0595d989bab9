package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.RefusedException;

/** Somebody changed a place by hand while a deployment to it was under way; what they did is left as it is. */
public final class DriftException extends RefusedException {
    private static final long serialVersionUID = 1L;

    /** @param message with what was found and what to do */
    public DriftException(String message) {
        super(message);
    }
}
