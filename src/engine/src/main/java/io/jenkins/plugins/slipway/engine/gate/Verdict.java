package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Criticality;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    public Verdict {
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(environment, "environment");
        digests = Map.copyOf(digests);
        Objects.requireNonNull(status, "status");
        rules = List.copyOf(rules);
        notes = List.copyOf(notes);
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(by, "by");
    }

    /** The mildest status that the rules leave it: what else was found can only make it worse. */
    public Status byRules() {
        return rules.stream().map(RuleResult::consequence).reduce(Status.PASSED, Rules::worse);
    }

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
            String metric, @Nullable Double value, String limit, Criticality criticality, RuleStatus status) {
        public RuleResult {
            Objects.requireNonNull(metric, "metric");
            Objects.requireNonNull(limit, "limit");
            Objects.requireNonNull(criticality, "criticality");
            Objects.requireNonNull(status, "status");
        }

        /** What it makes of the verdict. */
        public Status consequence() {
            return Rules.consequence(status, criticality);
        }
    }

    public enum RuleStatus {
        PASSED,
        BROKEN,
        MISSING
    }
}
