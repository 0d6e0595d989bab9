package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.config.GateConfig.Criticality;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Rule;
import io.jenkins.plugins.slipway.engine.gate.Verdict.RuleResult;
import io.jenkins.plugins.slipway.engine.gate.Verdict.RuleStatus;
import io.jenkins.plugins.slipway.engine.gate.Verdict.Status;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares numbers with limits. Pure: the same rules and numbers give the same answer. */
final class Rules {
    /** Counts that can only grow when more of the tests are known. */
    private static final Set<String> GROWING =
            Set.of("tests.total", "tests.passed", "tests.failed", "tests.errors", "tests.skipped", "tests.duration");

    /**
     * @param sentences one for each rule that is not met, with number and limit
     */
    record Outcome(Status status, List<RuleResult> results, List<String> sentences) {}

    private Rules() {}

    static Outcome evaluate(List<Rule> rules, Evidence evidence) {
        Status status = Status.PASSED;
        List<RuleResult> results = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        for (Rule rule : rules) {
            Double value = evidence.numbers().get(rule.metric());
            RuleStatus found = compare(rule, value, evidence.complete(rule.metric()));
            results.add(new RuleResult(rule.metric(), value, limit(rule), rule.criticality(), found));
            status = worse(status, consequence(found, rule.criticality()));
            if (found != RuleStatus.PASSED) {
                sentences.add(sentence(rule, value, found, evidence));
            }
        }
        return new Outcome(status, List.copyOf(results), List.copyOf(sentences));
    }

    static Status worse(Status one, Status other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static RuleStatus compare(Rule rule, @Nullable Double value, boolean complete) {
        if (value == null || value.isNaN()) {
            return RuleStatus.MISSING;
        }
        boolean above = rule.max() != null && value > rule.max();
        boolean below = rule.min() != null && value < rule.min();
        if (complete) {
            return above || below ? RuleStatus.BROKEN : RuleStatus.PASSED;
        }
        // What is not known yet can make such a count only larger: too many now is too many for certain.
        return above && GROWING.contains(rule.metric()) ? RuleStatus.BROKEN : RuleStatus.MISSING;
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

    private static String limit(Rule rule) {
        List<String> limits = new ArrayList<>();
        if (rule.min() != null) {
            limits.add(">= " + number(rule.min()));
        }
        if (rule.max() != null) {
            limits.add("<= " + number(rule.max()));
        }
        return String.join(" and ", limits);
    }

    private static String sentence(Rule rule, @Nullable Double value, RuleStatus found, Evidence evidence) {
        if (value == null || value.isNaN()) {
            return rule.metric() + " is missing: no report has it (limit " + limit(rule) + ")"
                    + Metrics.suggestion(rule.metric(), evidence.numbers().keySet())
                            .filter(other -> !Metrics.known().contains(rule.metric()))
                            .map(other -> "; did you mean ‘" + other + "’?")
                            .orElse("");
        }
        if (found == RuleStatus.MISSING) {
            return rule.metric() + " is not certain: " + number(value) + " so far, but a report is missing (limit "
                    + limit(rule) + ")";
        }
        boolean below = rule.min() != null && value < rule.min();
        double limit = below ? value(rule.min()) : value(rule.max());
        return rule.metric() + " " + numberBeside(value, limit) + (below ? " is below " : " is above ") + number(limit);
    }

    private static double value(@Nullable Double limit) {
        return limit == null ? Double.NaN : limit;
    }

    /** As short as can be, but never so short that it looks equal to a limit that it misses. */
    private static String numberBeside(double value, double limit) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
        return rounded.compareTo(BigDecimal.valueOf(limit)) == 0 ? number(value) : number(rounded.doubleValue());
    }

    static String number(double value) {
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            return String.valueOf(value);
        }
        BigDecimal plain = BigDecimal.valueOf(value).stripTrailingZeros();
        return plain.toPlainString();
    }
}
