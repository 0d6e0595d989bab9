package io.jenkins.plugins.slipway.engine.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of tests.
 *
 * @param failures tests whose check failed
 * @param errors tests that broke
 * @param seconds that they took
 * @param bad names of the first few that did not pass
 */
record TestCounts(long total, long failures, long errors, long skipped, double seconds, List<String> bad) {
    /** Enough to know where to look; the report has all. */
    static final int NAMES = 10;

    static final TestCounts NONE = new TestCounts(0, 0, 0, 0, 0, List.of());

    TestCounts {
        bad = List.copyOf(bad);
    }

    /** A command that has no report of its own is one test. */
    static TestCounts command(boolean passed, double seconds) {
        return new TestCounts(1, passed ? 0 : 1, 0, 0, seconds, List.of());
    }

    TestCounts plus(TestCounts other) {
        List<String> names = new ArrayList<>(bad);
        other.bad.stream().limit(NAMES - (long) names.size()).forEach(names::add);
        return new TestCounts(
                total + other.total,
                failures + other.failures,
                errors + other.errors,
                skipped + other.skipped,
                seconds + other.seconds,
                names);
    }

    boolean allPassed() {
        return failures + errors == 0;
    }

    /** By metric. There is no pass rate where nothing ran. */
    Map<String, Double> numbers() {
        Map<String, Double> numbers = new TreeMap<>();
        long ran = total - skipped;
        long passed = Math.max(0, ran - failures - errors);
        numbers.put("tests.total", (double) total);
        numbers.put("tests.passed", (double) passed);
        numbers.put("tests.failed", (double) (failures + errors));
        numbers.put("tests.errors", (double) errors);
        numbers.put("tests.skipped", (double) skipped);
        numbers.put("tests.duration", seconds);
        if (ran > 0) {
            numbers.put("tests.passRate", passed * 100.0 / ran);
        }
        return numbers;
    }
}
