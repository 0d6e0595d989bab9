package io.jenkins.plugins.slipway.engine.config.expression;

import java.util.Collection;

/**
 * How much the router searches for one request. Each expression alone takes time in proportion to its steps and to the path; a
 * request is tried with one after the other, so that what they take together is bounded here.
 */
public final class SearchBudget {
    /** Steps that the expressions of a route's redirects and of its application's rules have together at most. */
    public static final int MOST_STEPS = 10_000;

    /** Characters of the longest path, decoded, that expressions are looked for in. */
    public static final int LONGEST_PATH = 1024;

    /** What to do about it, for people. */
    public static final String ADVICE = "use fewer or simpler expressions, or plain paths and prefixes";

    private SearchBudget() {}

    /** The steps of all of them together. */
    public static long steps(Collection<Expression> expressions) {
        return expressions.stream().mapToLong(Expression::steps).sum();
    }
}
