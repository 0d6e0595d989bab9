package io.jenkins.plugins.slipway.engine.config.problem;

import io.jenkins.plugins.slipway.engine.BadInputException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that cannot be used, with every problem found in it. The message has one line for each:
 * {@code file:line:column path: what is wrong; what to do}.
 */
public final class InvalidConfigException extends BadInputException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems not empty, errors first */
    public InvalidConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All problems, errors first, then warnings, each in file order. Never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
