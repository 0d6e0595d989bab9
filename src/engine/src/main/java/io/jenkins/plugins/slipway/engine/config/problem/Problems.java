package io.jenkins.plugins.slipway.engine.config.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Everything found wrong or doubtful during one reading. A broken file of a megabyte can hold very many problems: some hundred of them are
 * kept, the others counted, and neither place nor words are sought for those.
 */
public final class Problems {
    /** More are not worth reading: the first ones explain the rest. Half of them may be warnings. */
    public static final int MOST = 200;

    private static final int MOST_OF_A_KIND = MOST / 2 - 1;

    /** A pointer to a value may be as long as the keys around it; what is longer is cut. */
    private static final int LONGEST_PATH = 600;

    private static final Comparator<Problem> IN_FILE_ORDER = Comparator.comparing(Problem::severity)
            .thenComparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::path);

    private final Kind errors = new Kind(Problem.Severity.ERROR);
    private final Kind warnings = new Kind(Problem.Severity.WARNING);

    /** What is said of a problem that is kept. */
    public record Words(Place place, String rule, String message, String next) {}

    public void error(Place place, String rule, String message, String next) {
        errors.add(() -> new Words(place, rule, message, next));
    }

    public void warning(Place place, String rule, String message, String next) {
        warnings.add(() -> new Words(place, rule, message, next));
    }

    /** @param words asked for only if the error is kept */
    public void error(Supplier<Words> words) {
        errors.add(words);
    }

    /** @param words asked for only if the warning is kept */
    public void warning(Supplier<Words> words) {
        warnings.add(words);
    }

    /** How many further errors are kept; once it is 0 they are only counted. */
    public boolean errorsAreKept() {
        return !errors.isFull();
    }

    /** Whether an error is kept of that value: of one mistake the first that is found is enough. */
    public boolean hasErrorAt(String path) {
        return errors.found.stream().anyMatch(problem -> problem.path().equals(path));
    }

    /** Counts errors that are not kept. */
    public void countErrors(int more) {
        errors.more += more;
    }

    public boolean failed() {
        return errors.isAny();
    }

    /** Errors first, each kind in file order, at the end of each how many more there are. */
    public List<Problem> all() {
        List<Problem> sorted = new ArrayList<>(errors.sorted());
        sorted.addAll(warnings.sorted());
        return List.copyOf(sorted);
    }

    private static final class Kind {
        private final Problem.Severity severity;
        private final Set<Problem> found = new LinkedHashSet<>();
        private int more;

        Kind(Problem.Severity severity) {
            this.severity = severity;
        }

        boolean isFull() {
            return found.size() >= MOST_OF_A_KIND;
        }

        boolean isAny() {
            return !found.isEmpty() || more > 0;
        }

        /** What a file says may stand in a message; it must neither break the line nor steer the terminal. */
        void add(Supplier<Words> supplier) {
            if (isFull()) {
                more++;
                return;
            }
            Words words = supplier.get();
            String path = words.place().path();
            found.add(new Problem(
                    severity,
                    words.place().file(),
                    words.place().line(),
                    words.place().column(),
                    path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) + "…" : path,
                    ProblemRules.require(words.rule()),
                    Values.harmless(words.message()),
                    Values.harmless(words.next())));
        }

        List<Problem> sorted() {
            List<Problem> sorted = new ArrayList<>(found);
            sorted.sort(IN_FILE_ORDER);
            if (more > 0) {
                sorted.add(new Problem(
                        severity,
                        sorted.get(sorted.size() - 1).file(),
                        0,
                        0,
                        "",
                        ProblemRules.require("and-more"),
                        "and " + more + (severity == Problem.Severity.ERROR ? " more errors" : " more warnings"),
                        "fix those above first"));
            }
            return sorted;
        }
    }
}
