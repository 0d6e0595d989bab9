package io.jenkins.plugins.slipway.engine.report;

/** The numbers that tests have. */
public enum TestMetric {
    TOTAL("tests.total", true),
    PASSED("tests.passed", true),
    /** Failures and errors together. */
    FAILED("tests.failed", true),
    ERRORS("tests.errors", true),
    SKIPPED("tests.skipped", true),
    /** In percent of the tests that ran. */
    PASS_RATE("tests.passRate", false),
    /** In seconds. */
    DURATION("tests.duration", true);

    private final String metric;
    private final boolean growing;

    TestMetric(String metric, boolean growing) {
        this.metric = metric;
        this.growing = growing;
    }

    /** The name that rules use. */
    public String metric() {
        return metric;
    }

    /** Whether it can only grow when more of the tests are known. */
    public boolean growing() {
        return growing;
    }
}
