package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import tools.jackson.databind.JsonNode;

/** A step of a run as its page shows it. All texts are plain; the page escapes them. */
@Restricted(NoExternalUse.class)
public final class StepView {
    private static final Logger LOGGER = Logger.getLogger(StepView.class.getName());

    private final Run<?, ?> run;
    private final String verb;
    private final String environment;

    @CheckForNull
    private final String node;

    private final JsonNode document;

    StepView(
            @NonNull Run<?, ?> run,
            @NonNull String verb,
            @NonNull String environment,
            @CheckForNull String node,
            @NonNull JsonNode document) {
        this.run = run;
        this.verb = verb;
        this.environment = document.path("environment").asString(environment);
        this.node = node;
        this.document = document;
    }

    public String getHeading() {
        String release = document.path("release").isNumber()
                ? Messages.StepView_release(document.path("release").asString(""))
                : Messages.StepView_noRelease();
        boolean failed = document.has("error");
        return switch (verb) {
            case "build" -> failed ? Messages.StepView_build() : Messages.StepView_built(release);
            case "gate" ->
                failed ? Messages.StepView_gate(environment) : Messages.StepView_judged(release, environment);
            case "rollback" ->
                failed ? Messages.StepView_rollback(environment) : Messages.StepView_back(environment, release);
            default ->
                failed ? Messages.StepView_deploy(environment) : Messages.StepView_deployed(release, environment);
        };
    }

    /** Which of the views beside this class shows the rest. */
    public String getPage() {
        if (document.has("error")) {
            return "error";
        }
        return switch (verb) {
            case "build" -> "applications";
            case "gate" -> "rules";
            default -> document.path("dryRun").asBoolean(false) ? "plan" : "phases";
        };
    }

    /** How it ended, in one word. */
    public StatusSymbol getStatus() {
        if (document.has("error")) {
            return StatusSymbol.of("FAILED");
        }
        return switch (verb) {
            case "build" -> StatusSymbol.of("DONE");
            case "gate" -> StatusSymbol.of(document.path("verdict").asString(""));
            default -> StatusSymbol.of(document.path("state").asString("PLANNED"));
        };
    }

    /** Where the log of just this step is, below the root of Jenkins. */
    public String getLog() {
        return node == null
                ? run.getUrl() + "console"
                : run.getUrl() + "execution/node/" + Util.rawEncode(node) + "/log/";
    }

    /** Where this step's journal, logs and reports were archived, below the root of Jenkins; empty if they were not. */
    public String getArchive() {
        return logs().isEmpty() ? "" : run.getUrl() + "artifact/" + folder() + "/";
    }

    private String folder() {
        String number = document.path("deployment").asString("");
        return "slipway/" + environment + "-" + number;
    }

    /** Names of the logs that were archived with the run, by whatever archives. */
    private Set<String> logs() {
        if (!document.path("deployment").isNumber()) {
            return Set.of();
        }
        try {
            return Set.copyOf(run.getArtifactManager().root().child(folder()).list("*.log", null, true));
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "The artifacts of " + run + " cannot be listed");
            return Set.of();
        }
    }

    /** What went wrong; empty if nothing did. */
    public String getError() {
        return document.path("error").path("message").asString("");
    }

    /** Where the environment answers; none for a build. */
    public List<String> getUrls() {
        return JsonDocuments.strings(document.path("urls")).stream()
                .filter(url -> url.startsWith("http://") || url.startsWith("https://"))
                .toList();
    }

    public List<Application> getApplications() {
        List<Application> rows = new ArrayList<>();
        for (JsonNode each : document.path("applications")) {
            rows.add(new Application(
                    text(each, "name"),
                    text(each, "digest"),
                    each.path("reused").asBoolean(false),
                    JsonDocuments.strings(each.path("reasons")),
                    seconds(each)));
        }
        return rows;
    }

    public List<Rule> getRules() {
        List<Rule> rows = new ArrayList<>();
        for (JsonNode each : document.path("rules")) {
            rows.add(new Rule(
                    text(each, "metric"),
                    each.path("value").isNumber() ? JsonDocuments.shown(each) : Messages.StepView_missing(),
                    text(each, "limit"),
                    text(each, "criticality"),
                    StatusSymbol.of(text(each, "status"))));
        }
        return rows;
    }

    /** What else the gate, or the plan of a deployment, has to say. */
    public List<String> getNotes() {
        return JsonDocuments.strings(document.path("notes"));
    }

    public List<PhaseRow> getPhases() {
        List<PhaseRow> rows = new ArrayList<>();
        Set<String> logs = logs();
        for (JsonNode each : document.path("phases")) {
            String name = text(each, "name");
            rows.add(new PhaseRow(
                    name,
                    StatusSymbol.of(text(each, "state").toUpperCase(Locale.ROOT)),
                    seconds(each),
                    logs.contains(name + ".log") ? getArchive() + Util.rawEncode(name) + ".log" : ""));
        }
        return rows;
    }

    /** What a dry run would do. */
    public List<Planned> getPlan() {
        List<Planned> rows = new ArrayList<>();
        for (JsonNode each : document.path("steps")) {
            rows.add(new Planned(text(each, "phase"), JsonDocuments.strings(each.path("actions"))));
        }
        return rows;
    }

    private static String text(JsonNode each, String field) {
        return each.path(field).asString("");
    }

    private static String seconds(JsonNode each) {
        return String.format(Locale.ROOT, "%.2f", each.path("seconds").asDouble(0));
    }

    /** A row of a build's table. */
    public record Application(String name, String digest, boolean reused, List<String> reasons, String seconds) {
        /** As much of the digest as people read. */
        public String shortDigest() {
            String hex = digest.startsWith("sha256:") ? digest.substring("sha256:".length()) : digest;
            return hex.substring(0, Math.min(12, hex.length()));
        }
    }

    /** A row of a gate's table. */
    public record Rule(String metric, String value, String limit, String criticality, StatusSymbol status) {}

    /**
     * A row of a deployment's table.
     *
     * @param log where the log of just this phase is, below the root of Jenkins; empty if there is none
     */
    public record PhaseRow(String name, StatusSymbol status, String seconds, String log) {}

    /** A phase of a plan. */
    public record Planned(String phase, List<String> actions) {}
}
