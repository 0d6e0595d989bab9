package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Criticality;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The judgement over a release in an environment.
 *
 * @param digests of the artifacts that were judged, by application
 * @param rules each rule with its number
 * @param notes what else led to the status, such as a report that is missing
 */
public record Verdict(
        String project,
        String environment,
        int release,
        Map<String, Digest> digests,
        Status status,
        List<RuleResult> rules,
        List<String> notes,
        Instant at,
        String by) {

    /** In order of how bad they are. */
    public enum Status {
        PASSED,
        UNSTABLE,
        INCONCLUSIVE,
        FAILED
    }

    /**
     * @param value the number found, or null if it is missing
     * @param limit as the user reads it: {@code >= 80} or {@code <= 0}
     */
    public record RuleResult(
            String metric, @Nullable Double value, String limit, Criticality criticality, RuleStatus status) {}

    public enum RuleStatus {
        PASSED,
        BROKEN,
        MISSING
    }
}
