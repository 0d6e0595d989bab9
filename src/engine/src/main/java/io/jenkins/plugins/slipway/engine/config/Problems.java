package io.jenkins.plugins.slipway.engine.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything found wrong or doubtful during one reading; bounded, since a broken file of a megabyte can hold very many. */
final class Problems {
    /** More are not worth reading: the first ones explain the rest. */
    private static final int LIMIT = 200;

    private static final Comparator<Problem> IN_FILE_ORDER = Comparator.comparing(Problem::severity)
            .thenComparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::path);

    private final Set<Problem> found = new LinkedHashSet<>();
    private boolean failed;

    void error(Place place, String rule, String message, String next) {
        failed = true;
        add(Problem.Severity.ERROR, place, rule, message, next);
    }

    void warning(Place place, String rule, String message, String next) {
        add(Problem.Severity.WARNING, place, rule, message, next);
    }

    /** What a file says may stand in a message; it must neither break the line nor steer the terminal. */
    private void add(Problem.Severity severity, Place place, String rule, String message, String next) {
        if (found.size() < LIMIT) {
            found.add(new Problem(
                    severity,
                    place.file(),
                    place.line(),
                    place.column(),
                    place.path(),
                    Rules.require(rule),
                    Values.harmless(message),
                    Values.harmless(next)));
        }
    }

    boolean failed() {
        return failed;
    }

    /** Errors first, each kind in file order. */
    List<Problem> all() {
        var sorted = new ArrayList<>(found);
        sorted.sort(IN_FILE_ORDER);
        return List.copyOf(sorted);
    }
}
