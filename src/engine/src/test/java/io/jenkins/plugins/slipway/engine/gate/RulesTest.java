package io.jenkins.plugins.slipway.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.GateConfig.Criticality;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Rule;
import io.jenkins.plugins.slipway.engine.gate.Verdict.RuleResult;
import io.jenkins.plugins.slipway.engine.gate.Verdict.RuleStatus;
import io.jenkins.plugins.slipway.engine.gate.Verdict.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RulesTest {
    private static Rules.Outcome evaluate(Rule rule, Map<String, Double> numbers) {
        return Rules.evaluate(List.of(rule), new Evidence(numbers, true, true));
    }

    private static Rule min(String metric, double min, Criticality criticality) {
        return new Rule(metric, min, null, criticality);
    }

    private static Rule max(String metric, double max) {
        return new Rule(metric, null, max, Criticality.FAILURE);
    }

    @Test
    void a_broken_rule_says_number_and_limit() {
        Rules.Outcome outcome = evaluate(min("coverage.line", 80, Criticality.UNSTABLE), Map.of("coverage.line", 71.2));

        assertThat(outcome.status()).isEqualTo(Status.UNSTABLE);
        assertThat(outcome.sentences()).containsExactly("coverage.line 71.2 is below 80");
        assertThat(outcome.results())
                .containsExactly(
                        new RuleResult("coverage.line", 71.2, ">= 80", Criticality.UNSTABLE, RuleStatus.BROKEN));
    }

    @ParameterizedTest
    @CsvSource({
        "79.9996, 80, coverage.line 79.9996 is below 80",
        "66.66666666666667, 80, coverage.line 66.67 is below 80",
        "0, 0.5, coverage.line 0 is below 0.5"
    })
    void a_number_is_shown_as_short_as_can_be_but_never_as_its_limit(double value, double limit, String sentence) {
        assertThat(evaluate(min("coverage.line", limit, Criticality.FAILURE), Map.of("coverage.line", value))
                        .sentences())
                .containsExactly(sentence);
    }

    @Test
    void a_limit_itself_passes() {
        assertThat(evaluate(max("tests.failed", 3), Map.of("tests.failed", 3.0)).status())
                .isEqualTo(Status.PASSED);
        assertThat(evaluate(max("tests.failed", 3), Map.of("tests.failed", 4.0)).sentences())
                .containsExactly("tests.failed 4 is above 3");
    }

    @Test
    void a_missing_number_never_passes_and_the_likely_name_is_told() {
        Rules.Outcome outcome =
                evaluate(min("coverage.events", 100, Criticality.NOTE), Map.of("coverage.event", 100.0));

        assertThat(outcome.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(outcome.sentences())
                .containsExactly(
                        "coverage.events is missing: no report has it (limit >= 100); did you mean ‘coverage.event’?");
    }

    @Test
    void counts_of_an_incomplete_run_can_break_a_rule_but_never_meet_it() {
        Evidence some = new Evidence(Map.of("tests.failed", 2.0, "tests.passRate", 100.0), false, true);

        assertThat(Rules.evaluate(List.of(max("tests.failed", 1)), some).status())
                .isEqualTo(Status.FAILED);
        assertThat(Rules.evaluate(List.of(max("tests.failed", 2)), some).status())
                .isEqualTo(Status.INCONCLUSIVE);
        assertThat(Rules.evaluate(List.of(min("tests.passRate", 90, Criticality.FAILURE)), some)
                        .status())
                .isEqualTo(Status.INCONCLUSIVE);
    }

    @Property(tries = 300)
    void a_verdict_passes_only_if_every_number_is_there_and_no_serious_rule_is_broken(
            @ForAll("rules") List<Rule> rules, @ForAll("numbers") Map<String, Double> numbers) {
        Rules.Outcome outcome = Rules.evaluate(rules, new Evidence(numbers, true, true));

        boolean missing = rules.stream().anyMatch(rule -> !numbers.containsKey(rule.metric()));
        boolean failed =
                rules.stream().anyMatch(rule -> broken(rule, numbers) && rule.criticality() == Criticality.FAILURE);
        boolean unstable =
                rules.stream().anyMatch(rule -> broken(rule, numbers) && rule.criticality() == Criticality.UNSTABLE);
        assertThat(outcome.status())
                .isEqualTo(
                        failed
                                ? Status.FAILED
                                : missing ? Status.INCONCLUSIVE : unstable ? Status.UNSTABLE : Status.PASSED);
        assertThat(outcome.results()).hasSameSizeAs(rules);
        assertThat(outcome.sentences()).hasSize((int) outcome.results().stream()
                .filter(result -> result.status() != RuleStatus.PASSED)
                .count());
    }

    @Property(tries = 300)
    void a_further_rule_never_makes_a_verdict_better(
            @ForAll("rules") List<Rule> rules,
            @ForAll("rule") Rule more,
            @ForAll("numbers") Map<String, Double> numbers) {
        Evidence evidence = new Evidence(numbers, true, true);
        List<Rule> all = new ArrayList<>(rules);
        all.add(more);

        assertThat(Rules.evaluate(all, evidence).status())
                .isGreaterThanOrEqualTo(Rules.evaluate(rules, evidence).status());
    }

    private static boolean broken(Rule rule, Map<String, Double> numbers) {
        Double value = numbers.get(rule.metric());
        return value != null && (rule.min() != null && value < rule.min() || rule.max() != null && value > rule.max());
    }

    private static Arbitrary<String> metric() {
        return Arbitraries.of(Metrics.known());
    }

    @Provide
    Arbitrary<Rule> rule() {
        Arbitrary<Double> limit = Arbitraries.doubles().between(-10, 110).injectNull(0.3);
        return Combinators.combine(metric(), limit, limit, Arbitraries.of(Criticality.class))
                .as(Rule::new);
    }

    @Provide
    Arbitrary<List<Rule>> rules() {
        return rule().list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<Map<String, Double>> numbers() {
        return Arbitraries.maps(metric(), Arbitraries.doubles().between(-20, 120))
                .ofMaxSize(19);
    }
}
