package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Result;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;
import tools.jackson.databind.JsonNode;

/** What {@code qualityGate} returns to a pipeline. */
public final class QualityGateResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String environment;
    private final Integer release;
    private final String status;
    private final ArrayList<Rule> rules = new ArrayList<>();

    QualityGateResult(JsonNode document) {
        this.environment = document.path("environment").asString("");
        this.release = JsonDocuments.integer(document.path("release"));
        this.status = document.path("verdict").asString("");
        document.path("rules").forEach(each -> rules.add(new Rule(each)));
    }

    @Whitelisted
    public String getEnvironment() {
        return environment;
    }

    @Whitelisted
    @CheckForNull
    public Integer getRelease() {
        return release;
    }

    /** {@code PASSED}, {@code UNSTABLE}, {@code INCONCLUSIVE} or {@code FAILED}. */
    @Whitelisted
    public String getStatus() {
        return status;
    }

    @Whitelisted
    public List<Rule> getRules() {
        return List.copyOf(rules);
    }

    /** How the stage is marked, and not the build, for broken rules that are only noted; null for not at all. */
    @CheckForNull
    Result mark() {
        Result mark = null;
        for (Rule rule : rules) {
            if (rule.status.equals("BROKEN")) {
                Result one = rule.criticality.equals("ERROR") ? Result.FAILURE : Result.UNSTABLE;
                mark = mark == null ? one : mark.combine(one);
            }
        }
        return mark;
    }

    /** Each rule that did not pass, with its number and limit. */
    String complaint() {
        return rules.stream()
                .filter(rule -> !rule.status.equals("PASSED"))
                .map(rule -> rule.metric + " is " + (rule.value == null ? "missing" : rule.shown()) + ", and must be "
                        + rule.limit)
                .reduce((one, other) -> one + "; " + other)
                .orElse("the log of the step says why");
    }

    /** One rule of the gate and what was found. */
    public static final class Rule implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String metric;
        private final Double value;
        private final String limit;
        private final String criticality;
        private final String status;

        /** Null in results from before there were any. */
        @CheckForNull
        private final String shown;

        Rule(JsonNode document) {
            JsonNode found = document.path("value");
            this.metric = document.path("metric").asString("");
            this.value = found.isNumber() ? found.asDouble(0) : null;
            this.limit = document.path("limit").asString("");
            this.criticality = document.path("criticality").asString("");
            this.status = document.path("status").asString("");
            this.shown = JsonDocuments.shown(document);
        }

        /** The number with as many digits as show why it is on its side of the limit. */
        private String shown() {
            return shown == null ? String.valueOf(value) : shown;
        }

        @Whitelisted
        public String getMetric() {
            return metric;
        }

        /** The number found; null if it is missing. */
        @Whitelisted
        @CheckForNull
        public Double getValue() {
            return value;
        }

        /** Such as {@code >= 80}. */
        @Whitelisted
        public String getLimit() {
            return limit;
        }

        @Whitelisted
        public String getCriticality() {
            return criticality;
        }

        /** {@code PASSED}, {@code BROKEN} or {@code MISSING}. */
        @Whitelisted
        public String getStatus() {
            return status;
        }
    }
}
