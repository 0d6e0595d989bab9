package io.jenkins.plugins.slipway.engine;

/** A hook, a health check or a gate failed; what was live before is live still, or again. Exit code 1. */
public non-sealed class LifecycleFailedException extends SlipwayException {
    private static final long serialVersionUID = 1L;

    public LifecycleFailedException(String message) {
        super(message);
    }

    public LifecycleFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
