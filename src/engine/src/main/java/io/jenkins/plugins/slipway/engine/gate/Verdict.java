package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Criticality;
import java.math.BigDecimal;
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

    private static final int LONGEST = 30;

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
        return rules.stream().map(RuleResult::consequence).reduce(Status.PASSED, RuleEvaluation::worse);
    }

    /** In order of how bad they are. */
    public enum Status {
        PASSED,
        UNSTABLE,
        INCONCLUSIVE,
        FAILED
    }

    /**
     * A rule and the number that it was held against.
     *
     * @param value the number found, or null if it is missing; exact as far as 34 digits go
     * @param min lowest value that passes, or null
     * @param max highest value that passes, or null
     */
    public record RuleResult(
            String metric,
            @Nullable BigDecimal value,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            Criticality criticality,
            RuleStatus status) {

        public RuleResult {
            Objects.requireNonNull(metric, "metric");
            Objects.requireNonNull(criticality, "criticality");
            Objects.requireNonNull(status, "status");
            value = plain(value);
            min = plain(min);
            max = plain(max);
        }

        /** One form for each number, so that what was written down equals what is read. */
        private static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
            if (number == null) {
                return null;
            }
            BigDecimal stripped = number.stripTrailingZeros();
            return stripped.scale() < 0 && stripped.scale() > -LONGEST ? stripped.setScale(0) : stripped;
        }

        /** The limit as the user reads it: {@code >= 80} or {@code <= 0}. */
        public String limit() {
            return ShownNumber.limit(min, max);
        }

        /** The value as the user reads it beside the limit: short, but never so short that it seems to be on the other side. */
        public String shown() {
            return value == null ? "-" : ShownNumber.beside(value, min, max);
        }

        /** Whether there is a number, and it is within the limits. */
        public boolean holds() {
            return value != null
                    && (min == null || value.compareTo(min) >= 0)
                    && (max == null || value.compareTo(max) <= 0);
        }

        /** What it makes of the verdict. */
        public Status consequence() {
            return RuleEvaluation.consequence(status, criticality);
        }
    }

    public enum RuleStatus {
        PASSED,
        BROKEN,
        MISSING
    }
}
