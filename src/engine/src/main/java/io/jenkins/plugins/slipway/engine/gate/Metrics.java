package io.jenkins.plugins.slipway.engine.gate;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of the numbers that rules speak of: those of the tests, those of coverage reports, and {@code coverage.<kind>} for
 * every kind of an inventory.
 */
public final class Metrics {
    /** {@code tests.failed} counts failures and errors; {@code tests.errors} only errors; {@code tests.passRate} is in percent; {@code tests.duration} in seconds. */
    static final List<String> TESTS = List.of(
            "tests.total",
            "tests.passed",
            "tests.failed",
            "tests.errors",
            "tests.skipped",
            "tests.passRate",
            "tests.duration");

    /** In percent. */
    static final List<String> COVERAGE = List.of(
            "coverage.module",
            "coverage.package",
            "coverage.file",
            "coverage.class",
            "coverage.method",
            "coverage.line",
            "coverage.branch",
            "coverage.instruction",
            "coverage.mcdcPair",
            "coverage.functionCall",
            "coverage.mutation",
            "coverage.testStrength");

    private static final Pattern OF_AN_INVENTORY = Pattern.compile("coverage\\.[A-Za-z][A-Za-z0-9_-]*");
    private static final int FARTHEST = 3;

    private Metrics() {}

    /** The names that are always known. */
    public static List<String> known() {
        return Stream.concat(TESTS.stream(), COVERAGE.stream()).toList();
    }

    /** Whether a gate can have such a number. With an inventory, any kind of coverage may be found in it. */
    public static boolean possible(String metric, boolean inventory) {
        return known().contains(metric)
                || inventory && OF_AN_INVENTORY.matcher(metric).matches();
    }

    /** The name that was probably meant: of those always known and the given others. */
    public static Optional<String> suggestion(String metric, Set<String> others) {
        Set<String> candidates = new TreeSet<>(known());
        candidates.addAll(others);
        candidates.remove(metric);
        return candidates.stream()
                .filter(candidate -> distance(metric, candidate) <= FARTHEST)
                .min(Comparator.comparingInt(candidate -> distance(metric, candidate)));
    }

    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
