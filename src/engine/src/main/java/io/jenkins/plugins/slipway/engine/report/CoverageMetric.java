package io.jenkins.plugins.slipway.engine.report;

/** The shares that coverage reports tell of. */
public enum CoverageMetric {
    MODULE("coverage.module"),
    PACKAGE("coverage.package"),
    FILE("coverage.file"),
    CLASS("coverage.class"),
    METHOD("coverage.method"),
    LINE("coverage.line"),
    BRANCH("coverage.branch"),
    /** Bytecode instructions, or the statements of Go and .NET. */
    INSTRUCTION("coverage.instruction"),
    MCDC_PAIR("coverage.mcdcPair"),
    FUNCTION_CALL("coverage.functionCall"),
    /** Mutants that a test detected, of all. */
    MUTATION("coverage.mutation"),
    /** Mutants that a test detected, of those that a test reached. */
    TEST_STRENGTH("coverage.testStrength");

    private final String metric;

    CoverageMetric(String metric) {
        this.metric = metric;
    }

    /** The name that rules use. */
    public String metric() {
        return metric;
    }
}
