package io.jenkins.plugins.slipway.engine;

/** What the user gave is wrong (usage, configuration, a name that does not exist). Nothing was changed. Exit code 2. */
public non-sealed class BadInputException extends SlipwayException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message);
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
