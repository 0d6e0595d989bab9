package io.jenkins.plugins.slipway.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.GateConfig.Criticality;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Rule;
import io.jenkins.plugins.slipway.engine.gate.Verdict.RuleResult;
import io.jenkins.plugins.slipway.engine.gate.Verdict.RuleStatus;
import io.jenkins.plugins.slipway.engine.gate.Verdict.Status;
import io.jenkins.plugins.slipway.engine.report.Fraction;
import io.jenkins.plugins.slipway.engine.report.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RuleEvaluationTest {
    private static final int ROUNDS = 100;

    private static RuleEvaluation.Outcome evaluate(Rule rule, Map<String, Double> numbers) {
        return RuleEvaluation.evaluate(List.of(rule), evidence(numbers, true));
    }

    private static Evidence evidence(Map<String, Double> numbers, boolean testsComplete) {
        Map<String, Quantity> quantities = new TreeMap<>();
        numbers.forEach((metric, number) -> quantities.put(metric, Quantity.of(BigDecimal.valueOf(number))));
        return new Evidence(quantities, testsComplete, true);
    }

    private static Rule min(String metric, double min, Criticality criticality) {
        return new Rule(metric, min, null, criticality);
    }

    private static Rule max(String metric, double max) {
        return new Rule(metric, null, max, Criticality.FAILURE);
    }

    @Test
    void a_broken_rule_says_number_and_limit() {
        RuleEvaluation.Outcome outcome =
                evaluate(min("coverage.line", 80, Criticality.UNSTABLE), Map.of("coverage.line", 71.2));

        assertThat(outcome.status()).isEqualTo(Status.UNSTABLE);
        assertThat(outcome.sentences()).containsExactly("coverage.line 71.2 is below 80");
        assertThat(outcome.results())
                .containsExactly(new RuleResult(
                        "coverage.line",
                        new BigDecimal("71.2"),
                        BigDecimal.valueOf(80),
                        null,
                        Criticality.UNSTABLE,
                        RuleStatus.BROKEN));
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

    @ParameterizedTest
    @CsvSource({
        "2, 3, 66.67, BROKEN, 66.667, >= 66.67",
        "2, 3, 66.66, PASSED, 66.67, >= 66.66",
        "2, 3, 66.66666666666667, BROKEN, 66.666666666666667, >= 66.66666666666667",
        "2, 3, 67, BROKEN, 66.67, >= 67",
        "1, 3, 33.33, PASSED, 33.333, >= 33.33",
        "199, 200, 99.5, PASSED, 99.5, >= 99.5",
        "99999, 100000, 100, BROKEN, 99.999, >= 100",
        "7, 7, 100, PASSED, 100, >= 100"
    })
    void shares_are_compared_exactly_and_shown_with_enough_digits_to_see_why(
            long covered, long total, double limit, RuleStatus status, String shown, String shownLimit) {
        Evidence evidence =
                new Evidence(Map.of("coverage.line", Quantity.percent(new Fraction(covered, total))), true, true);

        RuleResult result = RuleEvaluation.evaluate(List.of(min("coverage.line", limit, Criticality.FAILURE)), evidence)
                .results()
                .get(0);

        assertThat(result.status()).isEqualTo(status);
        assertThat(result.limit()).isEqualTo(shownLimit);
        if (status == RuleStatus.BROKEN) {
            assertThat(new BigDecimal(result.shown())).isLessThan(BigDecimal.valueOf(limit));
        }
        assertThat(result.shown()).isEqualTo(shown);
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
        RuleEvaluation.Outcome outcome =
                evaluate(min("coverage.events", 100, Criticality.NOTE), Map.of("coverage.event", 100.0));

        assertThat(outcome.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(outcome.sentences())
                .containsExactly(
                        "coverage.events is missing: no report has it (limit >= 100); did you mean ‘coverage.event’?");
    }

    @Test
    void counts_of_an_incomplete_run_can_break_a_rule_but_never_meet_it() {
        Evidence some = evidence(Map.of("tests.failed", 2.0, "tests.passRate", 100.0), false);

        assertThat(RuleEvaluation.evaluate(List.of(max("tests.failed", 1)), some)
                        .status())
                .isEqualTo(Status.FAILED);
        assertThat(RuleEvaluation.evaluate(List.of(max("tests.failed", 2)), some)
                        .status())
                .isEqualTo(Status.INCONCLUSIVE);
        assertThat(RuleEvaluation.evaluate(List.of(min("tests.passRate", 90, Criticality.FAILURE)), some)
                        .status())
                .isEqualTo(Status.INCONCLUSIVE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_verdict_passes_only_if_every_number_is_there_and_no_serious_rule_is_broken(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<Rule> rules = rules(random);
            Map<String, Double> numbers = numbers(random);
            RuleEvaluation.Outcome outcome = RuleEvaluation.evaluate(rules, evidence(numbers, true));

            boolean missing = rules.stream().anyMatch(rule -> !numbers.containsKey(rule.metric()));
            boolean failed =
                    rules.stream().anyMatch(rule -> broken(rule, numbers) && rule.criticality() == Criticality.FAILURE);
            boolean unstable = rules.stream()
                    .anyMatch(rule -> broken(rule, numbers) && rule.criticality() == Criticality.UNSTABLE);
            assertThat(outcome.status())
                    .as("round %d: %s of %s", round, rules, numbers)
                    .isEqualTo(
                            failed
                                    ? Status.FAILED
                                    : missing ? Status.INCONCLUSIVE : unstable ? Status.UNSTABLE : Status.PASSED);
            assertThat(outcome.results()).hasSameSizeAs(rules);
            assertThat(outcome.sentences()).hasSize((int) outcome.results().stream()
                    .filter(result -> result.status() != RuleStatus.PASSED)
                    .count());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_further_rule_never_makes_a_verdict_better(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<Rule> rules = rules(random);
            Evidence evidence = evidence(numbers(random), true);
            List<Rule> all = new ArrayList<>(rules);
            all.add(rule(random));

            assertThat(RuleEvaluation.evaluate(all, evidence).status())
                    .as("round %d: %s", round, all)
                    .isGreaterThanOrEqualTo(
                            RuleEvaluation.evaluate(rules, evidence).status());
        }
    }

    private static boolean broken(Rule rule, Map<String, Double> numbers) {
        Double value = numbers.get(rule.metric());
        return value != null && (rule.min() != null && value < rule.min() || rule.max() != null && value > rule.max());
    }

    private static Rule rule(Random random) {
        return new Rule(
                Metrics.known().get(random.nextInt(Metrics.known().size())),
                limit(random),
                limit(random),
                Criticality.values()[random.nextInt(Criticality.values().length)]);
    }

    private static @Nullable Double limit(Random random) {
        return random.nextInt(10) < 3 ? null : -10 + 120 * random.nextDouble();
    }

    private static List<Rule> rules(Random random) {
        return Stream.generate(() -> rule(random)).limit(random.nextInt(7)).toList();
    }

    private static Map<String, Double> numbers(Random random) {
        Map<String, Double> numbers = new TreeMap<>();
        int share = random.nextInt(11);
        for (String metric : Metrics.known()) {
            if (random.nextInt(10) < share) {
                numbers.put(metric, -20 + 140 * random.nextDouble());
            }
        }
        return numbers;
    }
}
