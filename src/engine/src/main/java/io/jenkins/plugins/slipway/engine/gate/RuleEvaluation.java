package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.config.GateConfig.Criticality;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Rule;
import io.jenkins.plugins.slipway.engine.gate.Verdict.RuleResult;
import io.jenkins.plugins.slipway.engine.gate.Verdict.RuleStatus;
import io.jenkins.plugins.slipway.engine.gate.Verdict.Status;
import io.jenkins.plugins.slipway.engine.report.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares numbers with limits. Pure: the same rules and numbers give the same answer. */
final class RuleEvaluation {
    /**
     * @param sentences one for each rule that is not met, with number and limit
     */
    record Outcome(Status status, List<RuleResult> results, List<String> sentences) {}

    private RuleEvaluation() {}

    static Outcome evaluate(List<Rule> rules, Evidence evidence) {
        Status status = Status.PASSED;
        List<RuleResult> results = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        for (Rule rule : rules) {
            Quantity value = evidence.numbers().get(rule.metric());
            BigDecimal min = exact(rule.min());
            BigDecimal max = exact(rule.max());
            RuleStatus found = compare(rule.metric(), value, min, max, evidence.complete(rule.metric()));
            BigDecimal decimal = value == null ? null : value.decimal();
            RuleResult result = new RuleResult(rule.metric(), decimal, min, max, rule.criticality(), found);
            results.add(result);
            status = worse(status, consequence(found, rule.criticality()));
            if (found != RuleStatus.PASSED) {
                sentences.add(sentence(result, evidence));
            }
        }
        return new Outcome(status, List.copyOf(results), List.copyOf(sentences));
    }

    static Status worse(Status one, Status other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** The number that was written in the rule: 66.67 is not the binary fraction next to it. */
    private static @Nullable BigDecimal exact(@Nullable Double limit) {
        return limit == null ? null : BigDecimal.valueOf(limit);
    }

    private static RuleStatus compare(
            String metric,
            @Nullable Quantity value,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            boolean complete) {
        if (value == null) {
            return RuleStatus.MISSING;
        }
        boolean above = max != null && value.compareTo(max) > 0;
        boolean below = min != null && value.compareTo(min) < 0;
        if (complete) {
            return above || below ? RuleStatus.BROKEN : RuleStatus.PASSED;
        }
        // What is not known yet can make such a count only larger: too many now is too many for certain.
        return above && Metrics.growing(metric) ? RuleStatus.BROKEN : RuleStatus.MISSING;
    }

    static Status consequence(RuleStatus found, Criticality criticality) {
        return switch (found) {
            case PASSED -> Status.PASSED;
            case MISSING -> Status.INCONCLUSIVE;
            case BROKEN ->
                switch (criticality) {
                    case NOTE, ERROR -> Status.PASSED;
                    case UNSTABLE -> Status.UNSTABLE;
                    case FAILURE -> Status.FAILED;
                };
        };
    }

    private static String sentence(RuleResult rule, Evidence evidence) {
        if (rule.value() == null) {
            return rule.metric() + " is missing: no report has it (limit " + rule.limit() + ")"
                    + Metrics.suggestion(rule.metric(), evidence.numbers().keySet())
                            .filter(other -> !Metrics.known().contains(rule.metric()))
                            .map(other -> "; did you mean ‘" + other + "’?")
                            .orElse("");
        }
        if (rule.status() == RuleStatus.MISSING) {
            return rule.metric() + " is not certain: " + rule.shown() + " so far, but a report is missing (limit "
                    + rule.limit() + ")";
        }
        BigDecimal min = rule.min();
        boolean below = min != null && rule.value().compareTo(min) < 0;
        BigDecimal limit = below || rule.max() == null ? min : rule.max();
        return rule.metric() + " " + rule.shown() + (below ? " is below " : " is above ")
                + (limit == null ? "" : ShownNumber.of(limit));
    }
}
