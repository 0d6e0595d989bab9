package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Criticality;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Rule;
import io.jenkins.plugins.slipway.engine.gate.Metrics;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Rules of one judgement, beside those of the configuration. */
final class RuleOptions {
    @Option(
            names = "--rule",
            paramLabel = "RULE",
            converter = RuleArgument.class,
            description = "One more rule for this run, such as 'tests.failed<=0' or 'coverage.line>=80:UNSTABLE'. After"
                    + " the colon stands what breaking it means: NOTE, UNSTABLE, ERROR or FAILURE; FAILURE unless set."
                    + " May be repeated.")
    private List<Rule> rules = List.of();

    List<Rule> rules() {
        return rules;
    }

    /** @param inventory whether the gate reads an inventory, which may have numbers of any name */
    void check(boolean inventory) {
        for (Rule rule : rules) {
            if (!Metrics.possible(rule.metric(), inventory)) {
                throw new BadInputException("--rule ‘" + rule.metric() + "’: there is no such number."
                        + Metrics.suggestion(rule.metric(), Set.of())
                                .map(other -> " Did you mean ‘" + other + "’?")
                                .orElse("")
                        + " There are " + String.join(", ", Metrics.known())
                        + ", and coverage.<kind> for each kind of an inventory.");
            }
        }
    }

    static final class RuleArgument implements ITypeConverter<Rule> {
        private static final Pattern FORM = Pattern.compile("\\s*([A-Za-z][\\w.-]*)\\s*(<=|>=)\\s*"
                + "([-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d{1,3})?)\\s*(?::\\s*(\\w+))?\\s*");

        @Override
        public Rule convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "‘" + text + "’ is not a rule such as ‘tests.failed<=0’ or ‘coverage.line>=80:UNSTABLE’");
            }
            Double limit = Double.valueOf(matcher.group(3));
            boolean most = matcher.group(2).equals("<=");
            return new Rule(matcher.group(1), most ? null : limit, most ? limit : null, criticality(matcher.group(4)));
        }

        private static Criticality criticality(@Nullable String word) {
            try {
                return word == null ? Criticality.FAILURE : Criticality.valueOf(word.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "‘" + word + "’ is not one of " + Arrays.toString(Criticality.values()));
            }
        }
    }
}
