package io.jenkins.plugins.slipway.engine.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a release is judged in an environment.
 *
 * @param cleanup script that resets the environment's data before the tests; refused on type production; null for none
 * @param tests run one after another against the environment's address
 * @param coverage reports and inventories to read numbers from
 * @param rules what the numbers must be
 */
public record GateConfig(
        String environment, @Nullable String cleanup, List<Test> tests, List<Coverage> coverage, List<Rule> rules) {

    /** The same gate with further rules. */
    public GateConfig withMore(List<Rule> more) {
        List<Rule> all = new ArrayList<>(rules);
        all.addAll(more);
        return new GateConfig(environment, cleanup, tests, coverage, List.copyOf(all));
    }

    /**
     * One test command.
     *
     * @param run the script, in the project's directory
     * @param junit glob of its JUnit XML reports relative to the project, or null
     */
    public record Test(String run, @Nullable String junit, Duration timeout) {}

    /**
     * Where coverage numbers come from: exactly one of the two is set.
     *
     * @param report path of a JaCoCo, Cobertura, LCOV, … report
     * @param inventory path of a JSON inventory of covered and missed things of the project's own kinds
     */
    public record Coverage(
            @Nullable String report, @Nullable String inventory) {}

    /**
     * A limit on a number.
     *
     * @param metric such as {@code tests.failed}, {@code coverage.line}, {@code coverage.event}
     * @param min lowest value that passes, or null
     * @param max highest value that passes, or null
     * @param criticality what a broken rule does to the verdict
     */
    public record Rule(
            String metric, @Nullable Double min, @Nullable Double max, Criticality criticality) {}

    /** {@code FAILURE} fails the verdict, {@code UNSTABLE} makes it unstable, {@code ERROR} and {@code NOTE} are only reported. */
    public enum Criticality {
        NOTE,
        UNSTABLE,
        ERROR,
        FAILURE
    }
}
