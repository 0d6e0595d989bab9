package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.report.CoverageMetric;
import io.jenkins.plugins.slipway.engine.report.TestMetric;
import java.util.Arrays;
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
    private static final List<String> KNOWN = Stream.concat(
                    Arrays.stream(TestMetric.values()).map(TestMetric::metric),
                    Arrays.stream(CoverageMetric.values()).map(CoverageMetric::metric))
            .toList();

    private static final String COVERAGE = "coverage.";
    private static final Pattern OF_AN_INVENTORY = Pattern.compile("coverage\\.[A-Za-z][A-Za-z0-9_-]*");
    private static final int FARTHEST = 3;

    private Metrics() {}

    /** The names that are always known. */
    public static List<String> known() {
        return KNOWN;
    }

    /** Whether a gate can have such a number. With an inventory, any kind of coverage may be found in it. */
    public static boolean possible(String metric, boolean inventory) {
        return known().contains(metric)
                || inventory && OF_AN_INVENTORY.matcher(metric).matches();
    }

    /** Whether more of it is better, so that a single limit is the lowest value that passes. */
    public static boolean higherIsBetter(String metric) {
        return metric.startsWith(COVERAGE)
                || Stream.of(TestMetric.TOTAL, TestMetric.PASSED, TestMetric.PASS_RATE)
                        .anyMatch(high -> high.metric().equals(metric));
    }

    /** Whether the number is about tests. */
    static boolean ofTests(String metric) {
        return metric.startsWith("tests.");
    }

    /** Whether the number can only grow when more of the tests are known. */
    static boolean growing(String metric) {
        return Arrays.stream(TestMetric.values())
                .anyMatch(test -> test.growing() && test.metric().equals(metric));
    }

    /** The name of the share that an inventory has of its kind. */
    static String ofKind(String kind) {
        return COVERAGE + kind;
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
