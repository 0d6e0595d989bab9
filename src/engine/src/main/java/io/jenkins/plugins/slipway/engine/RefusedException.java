package io.jenkins.plugins.slipway.engine;

/** The request is understood but not allowed now: locked, quarantined, requirement not met, integrity. Nothing was changed. Exit code 3. */
public non-sealed class RefusedException extends SlipwayException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }

    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
