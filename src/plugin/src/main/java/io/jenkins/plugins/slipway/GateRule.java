package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.slipway.engine.gate.Metrics;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A rule of one judgement, in the words of the coverage and warnings plugins. */
public final class GateRule extends AbstractDescribableImpl<GateRule> {
    private static final String DEFAULT_CRITICALITY = "UNSTABLE";
    private static final Set<String> CRITICALITIES = Set.of("UNSTABLE", "FAILURE", "NOTE", "ERROR");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

    private final String metric;
    private final double threshold;
    private String criticality = DEFAULT_CRITICALITY;

    /**
     * @param metric such as {@code tests.failed}, {@code coverage.line}, or {@code LINE} for the latter
     * @param threshold the last value that passes
     */
    @DataBoundConstructor
    public GateRule(@CheckForNull String metric, double threshold) {
        this.metric = Util.fixNull(metric).trim();
        this.threshold = threshold;
    }

    public String getMetric() {
        return metric;
    }

    public double getThreshold() {
        return threshold;
    }

    public String getCriticality() {
        return criticality;
    }

    /** What breaking the rule does: {@code UNSTABLE}, {@code FAILURE}, {@code NOTE} or {@code ERROR}. */
    @DataBoundSetter
    public void setCriticality(@CheckForNull String criticality) {
        String word = Util.fixNull(criticality).trim().toUpperCase(Locale.ROOT);
        this.criticality = word.isEmpty() ? DEFAULT_CRITICALITY : word;
    }

    /** As the command takes it. */
    @NonNull
    String option() throws AbortException {
        String name = name(metric);
        if (!NAME.matcher(name).matches()) {
            throw new AbortException("Option ‘qualityGates’: ‘" + metric + "’ is not the name of a number; there are "
                    + String.join(", ", Metrics.known()));
        }
        if (!CRITICALITIES.contains(criticality)) {
            throw new AbortException("Option ‘qualityGates’: ‘" + criticality
                    + "’ is not a criticality; it must be one of UNSTABLE, FAILURE, NOTE and ERROR");
        }
        if (Double.isNaN(threshold) || Double.isInfinite(threshold)) {
            throw new AbortException("Option ‘qualityGates’: the threshold of ‘" + metric + "’ is not a number");
        }
        return name + (Metrics.higherIsBetter(name) ? ">=" : "<=")
                + BigDecimal.valueOf(threshold).toPlainString() + ":" + criticality;
    }

    /** The number that a rule is about, of the form that {@link #option()} has. */
    @NonNull
    static String metricOf(@NonNull String option) {
        return option.split("[<>]=", 2)[0];
    }

    /** {@code TEST_STRENGTH} of the coverage plugin is {@code coverage.testStrength}. */
    private static String name(String metric) {
        if (!metric.matches("[A-Z][A-Z_]*")) {
            return metric;
        }
        StringBuilder name = new StringBuilder("coverage.");
        String[] words = metric.toLowerCase(Locale.ROOT).split("_+");
        name.append(words[0]);
        for (int i = 1; i < words.length; i++) {
            name.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
        }
        return name.toString();
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<GateRule> {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.GateRule_displayName();
        }

        @POST
        public AutoCompletionCandidates doAutoCompleteMetric(@AncestorInPath Item item, @QueryParameter String value) {
            Permissions.checkConfigure(item);
            AutoCompletionCandidates candidates = new AutoCompletionCandidates();
            Metrics.known().stream()
                    .filter(known -> known.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT)))
                    .forEach(candidates::add);
            return candidates;
        }

        @POST
        public FormValidation doCheckMetric(@AncestorInPath Item item, @QueryParameter String value) {
            Permissions.checkConfigure(item);
            String name = name(value.trim());
            // With an inventory, a gate can have numbers that only its reports know.
            return Metrics.possible(name, true)
                    ? FormValidation.ok()
                    : FormValidation.error(Metrics.suggestion(name, Set.of())
                            .map(other -> Messages.GateRule_didYouMean(value, other))
                            .orElse(Messages.GateRule_metric(value)));
        }

        @POST
        public ListBoxModel doFillCriticalityItems(@AncestorInPath Item item) {
            Permissions.checkConfigure(item);
            ListBoxModel choice = new ListBoxModel();
            for (String each : List.of("UNSTABLE", "FAILURE", "NOTE", "ERROR")) {
                choice.add(criticality(each), each);
            }
            return choice;
        }

        private static String criticality(String word) {
            return switch (word) {
                case "FAILURE" -> Messages.GateRule_failure();
                case "NOTE" -> Messages.GateRule_note();
                case "ERROR" -> Messages.GateRule_error();
                default -> Messages.GateRule_unstable();
            };
        }
    }
}
