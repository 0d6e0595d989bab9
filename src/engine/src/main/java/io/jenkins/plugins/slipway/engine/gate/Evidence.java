package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.report.Quantity;
import java.util.Map;

/**
 * The numbers that were found.
 *
 * @param numbers by name of the metric
 * @param testsComplete false if tests ran that no report tells of: the counts are then too low
 * @param coverageComplete false if a report that the gate names was not read
 */
record Evidence(Map<String, Quantity> numbers, boolean testsComplete, boolean coverageComplete) {
    Evidence {
        numbers = Map.copyOf(numbers);
    }

    boolean complete(String metric) {
        return Metrics.ofTests(metric) ? testsComplete : coverageComplete;
    }
}
