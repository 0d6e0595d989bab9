package io.jenkins.plugins.slipway.engine.config;

import io.jenkins.plugins.slipway.engine.BadInputException;
import java.util.List;

/** A configuration that cannot be used, with every problem found in it. */
public final class InvalidConfigException extends BadInputException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InvalidConfigException(String message, List<Problem> problems) {
        super(message);
        this.problems = List.copyOf(problems);
    }

    /** All problems, errors and warnings, in file order. Never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
