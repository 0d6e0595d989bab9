package io.jenkins.plugins.slipway.engine.report;

import java.math.BigDecimal;
import java.math.MathContext;
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
 * @param remarks what is odd about the reports, in clauses, such as failures that suites declare though no test case shows them
 */
public record TestCounts(
        long total, long failures, long errors, long skipped, double seconds, List<String> bad, List<String> remarks) {
    /** Enough to know where to look; the report has all. */
    static final int NAMES = 10;

    /** Sums of seconds are sums of binary fractions; what is beyond these digits is noise. */
    private static final MathContext DIGITS = new MathContext(12);

    public static final TestCounts NONE = new TestCounts(0, 0, 0, 0, 0, List.of(), List.of());

    public TestCounts {
        bad = first(bad);
        remarks = first(remarks);
    }

    private static List<String> first(List<String> all) {
        return List.copyOf(all.subList(0, Math.min(NAMES, all.size())));
    }

    /** A command that has no report of its own is one test. */
    public static TestCounts command(boolean passed, double seconds) {
        return new TestCounts(1, passed ? 0 : 1, 0, 0, seconds, List.of(), List.of());
    }

    TestCounts remarking(List<String> others) {
        List<String> more = new ArrayList<>(remarks);
        more.addAll(others);
        return new TestCounts(total, failures, errors, skipped, seconds, bad, more);
    }

    TestCounts taking(double time) {
        return new TestCounts(total, failures, errors, skipped, time, bad, remarks);
    }

    public TestCounts plus(TestCounts other) {
        List<String> names = new ArrayList<>(bad);
        names.addAll(other.bad);
        List<String> more = new ArrayList<>(remarks);
        more.addAll(other.remarks);
        return new TestCounts(
                total + other.total,
                failures + other.failures,
                errors + other.errors,
                skipped + other.skipped,
                seconds + other.seconds,
                names,
                more);
    }

    public boolean allPassed() {
        return failures + errors == 0;
    }

    /** By metric. There is no pass rate where nothing ran. */
    public Map<String, Quantity> numbers() {
        Map<String, Quantity> numbers = new TreeMap<>();
        long ran = total - skipped;
        long passed = Math.max(0, ran - failures - errors);
        numbers.put(TestMetric.TOTAL.metric(), Quantity.of(total));
        numbers.put(TestMetric.PASSED.metric(), Quantity.of(passed));
        numbers.put(TestMetric.FAILED.metric(), Quantity.of(failures + errors));
        numbers.put(TestMetric.ERRORS.metric(), Quantity.of(errors));
        numbers.put(TestMetric.SKIPPED.metric(), Quantity.of(skipped));
        numbers.put(TestMetric.DURATION.metric(), Quantity.of(new BigDecimal(seconds, DIGITS)));
        if (ran > 0) {
            numbers.put(TestMetric.PASS_RATE.metric(), Quantity.percent(new Fraction(passed, ran)));
        }
        return numbers;
    }
}
