package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which verdict a step may give: one, over what is live where it judges, and no better than its numbers. Whether the tests ran is
 * known only where they ran.
 */
final class VerdictRules {
    private static final int MOST_RULES = 1_000;
    private static final int MOST_DIGITS = 400;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_NOTE = 5_000;

    private final StepScope scope;
    private final ChangeRefusal refusal;
    private final SqlRecords records;
    private final Instant now;

    VerdictRules(StepScope scope, SqlRecords records, Instant now) {
        this.scope = scope;
        this.refusal = new ChangeRefusal(scope);
        this.records = records;
        this.now = now;
    }

    Verdict check(Verdict verdict, boolean again) {
        String what = "a verdict " + verdict.status() + " over release " + verdict.release() + " in ‘"
                + verdict.environment() + "’";
        if (scope.verb() != StepScope.Verb.GATE) {
            throw refusal.of(what, "only a gate judges");
        }
        if (again) {
            throw refusal.of(what, "it is the second one of a step that judges once");
        }
        if (!verdict.environment().equals(scope.environment())) {
            throw refusal.of(what, "it is another environment");
        }
        refusal.requireTime("a verdict", verdict.at(), now);
        requireLive(verdict, what);
        requireNumbers(verdict, what);
        return new Verdict(
                verdict.project(),
                verdict.environment(),
                verdict.release(),
                verdict.digests(),
                verdict.status(),
                verdict.rules(),
                verdict.notes().stream()
                        .map(note -> Texts.plain(note, LONGEST_NOTE))
                        .toList(),
                verdict.at(),
                scope.by());
    }

    private void requireLive(Verdict verdict, String what) {
        Optional<Deployment> live = records.deployments().live(scope.project(), scope.environment());
        Integer expected = scope.deployment();
        // One that nobody knew the end of may have turned out to be live.
        boolean same = live.map(Deployment::number)
                .filter(number -> number.equals(expected) || scope.abandoned().contains(number))
                .isPresent();
        if (!same) {
            throw refusal.of(
                    what,
                    live.map(is -> "deployment " + is.number() + " is live there now, and "
                                    + (expected == null ? "none" : "deployment " + expected)
                                    + " was when the step began; judge again")
                            .orElse("nothing is live there"));
        }
        Deployment is = live.get();
        if (is.release() != verdict.release()) {
            throw refusal.of(what, "release " + is.release() + " is live there");
        }
        boolean those = records.releases()
                .find(scope.project(), is.release())
                .map(Release::artifacts)
                .filter(verdict.digests()::equals)
                .isPresent();
        if (!those) {
            throw refusal.of(what, "it names other artifacts than those of that release");
        }
    }

    private void requireNumbers(Verdict verdict, String what) {
        if (verdict.rules().size() > MOST_RULES || verdict.notes().size() > MOST_RULES) {
            throw refusal.of(what, "it has more than " + MOST_RULES + " rules or notes");
        }
        for (Verdict.RuleResult rule : verdict.rules()) {
            String by = what + " by rule ‘" + rule.metric() + "’";
            if (isOdd(rule.metric()) || isOdd(rule.value()) || isOdd(rule.min()) || isOdd(rule.max())) {
                throw refusal.of(by, "no rule looks like that");
            }
            if (rule.status() == Verdict.RuleStatus.PASSED && !rule.holds()) {
                throw refusal.of(by, "its own number does not pass");
            }
        }
        if (verdict.status().compareTo(verdict.byRules()) < 0) {
            throw refusal.of(what, "by its own rules it is " + verdict.byRules());
        }
        List<String> judged =
                verdict.rules().stream().map(Verdict.RuleResult::metric).toList();
        for (String metric : scope.metrics()) {
            if (!judged.contains(metric)) {
                throw refusal.of(what, "it says nothing of " + metric + ", for which the step has a rule");
            }
        }
    }

    /** Numbers that take an age to be written or compared are not measured by anything. */
    private static boolean isOdd(@Nullable BigDecimal number) {
        return number != null && (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS);
    }

    private static boolean isOdd(String text) {
        return text.length() > LONGEST_NAME || text.chars().anyMatch(Texts::isOrder);
    }
}
