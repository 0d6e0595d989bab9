package io.jenkins.plugins.slipway.engine;

/**
 * A foreseen way in which the lifecycle does not do what was asked. The message has a place, a value, a rule and a next act,
 * and is meant for the user: it is shown without a stack trace. Everything else that is thrown is a bug of Slipway.
 */
public abstract sealed class SlipwayException extends RuntimeException
        permits BadInputException, RefusedException, LifecycleFailedException {
    private static final long serialVersionUID = 1L;

    SlipwayException(String message, Throwable cause) {
        super(message, cause);
    }

    SlipwayException(String message) {
        super(message);
    }
}
