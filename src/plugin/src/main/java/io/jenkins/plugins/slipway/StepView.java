package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import tools.jackson.databind.JsonNode;

/** A step of a run as its page shows it. All texts are plain; the page escapes them. */
@Restricted(NoExternalUse.class)
public final class StepView {
    private final Run<?, ?> run;
    private final String verb;
    private final String project;
    private final String environment;

    @CheckForNull
    private final String node;

    private final JsonNode document;

    StepView(
            @NonNull Run<?, ?> run,
            @NonNull String verb,
            @NonNull String project,
            @NonNull String environment,
            @CheckForNull String node,
            @NonNull JsonNode document) {
        this.run = run;
        this.verb = verb;
        this.project = project;
        this.environment = document.path("environment").asString(environment);
        this.node = node;
        this.document = document;
    }

    public String getHeading() {
        String release = document.path("release").isNumber()
                ? Messages.StepView_release(document.path("release").asString(""))
                : Messages.StepView_noRelease();
        boolean failed = document.has("error") || !document.has(verb.equals("gate") ? "verdict" : "release");
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
        if (document.has("error") || isEmpty()) {
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
        if (document.has("aborted") && !document.has("deployment")) {
            return StatusSymbol.of("ABORTED");
        }
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

    /** Whether the step was ended before its command said anything. */
    private boolean isEmpty() {
        return document.has("aborted") && document.size() == 1;
    }

    String project() {
        return project;
    }

    /** Where this step's files are, among those of its run; empty if it has none. */
    String folder() {
        return document.has("error") || isEmpty() ? "" : RunFiles.step(verb, environment, document);
    }

    /** Where a file of this step is shown, below the root of Jenkins. */
    private String url(String file) {
        return run.getUrl() + "slipway/files/" + Util.rawEncode(project) + "/" + Util.rawEncode(folder()) + "/"
                + Util.rawEncode(file);
    }

    /** Journal, manifest and report, as far as they were kept. */
    public List<Kept> getFiles() {
        return RunFiles.names(run, project, folder()).stream()
                .filter(name -> !name.endsWith(".log"))
                .map(name -> new Kept(name, url(name)))
                .toList();
    }

    /** Why it was ended, such as by whom; empty if it came to its own end. */
    public String getAborted() {
        return document.path("aborted").asString("");
    }

    /** What went wrong, the cause first; empty if nothing did. */
    public String getError() {
        String error = document.path("error").path("message").asString("");
        return error.isEmpty() ? document.path("message").asString("") : error;
    }

    /** What the phase that failed said last. */
    public List<String> getLastLines() {
        return LastLines.in(document);
    }

    /** What serves after a deployment that failed, in a sentence; empty for all others. */
    public String getServing() {
        String previous = document.path("previous").asString("");
        return switch (document.path("state").asString("")) {
            case "RESTORED" ->
                previous.isEmpty()
                        ? Messages.StepView_nothingAgain(environment)
                        : Messages.StepView_restored(previous, environment);
            case "FAILED" -> Messages.StepView_notRestored(environment);
            default -> "";
        };
    }

    /** From when until when the release was live, by the records as they are now; null if it never was. */
    @CheckForNull
    public LiveTime getLive() {
        Integer deployment = JsonDocuments.integer(document.path("deployment"));
        return deployment == null || project.isEmpty() ? null : LiveTime.of(project, environment, deployment);
    }

    /** Where the environment answers, as long as what this step has deployed is live there. */
    public List<String> getUrls() {
        LiveTime live = getLive();
        return live == null || live.until() != null
                ? List.of()
                : JsonDocuments.strings(document.path("urls")).stream()
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

    /** The phases that did something. */
    public List<PhaseRow> getPhases() {
        List<PhaseRow> rows = new ArrayList<>();
        Set<String> logs = Set.copyOf(RunFiles.names(run, project, folder()));
        for (JsonNode each : document.path("phases")) {
            String name = text(each, "name");
            String log = name + ".log";
            if (!isSkipped(each)) {
                rows.add(new PhaseRow(
                        name,
                        StatusSymbol.of(text(each, "state").toUpperCase(Locale.ROOT)),
                        seconds(each),
                        logs.contains(log) ? url(log) : ""));
            }
        }
        return rows;
    }

    /** The names of the phases that had nothing to do, in a row; empty if there were none. */
    public String getSkipped() {
        List<String> names = new ArrayList<>();
        for (JsonNode each : document.path("phases")) {
            if (isSkipped(each)) {
                names.add(text(each, "name"));
            }
        }
        return String.join(", ", names);
    }

    /** How long all phases took together. */
    public String getTotal() {
        double total = 0;
        for (JsonNode each : document.path("phases")) {
            total += each.path("seconds").asDouble(0);
        }
        return String.format(Locale.ROOT, "%.2f", total);
    }

    private static boolean isSkipped(JsonNode phase) {
        return text(phase, "state").equals("skipped");
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

    /** A file that was kept with the run, and where it is below the root of Jenkins. */
    public record Kept(String name, String url) {}

    /** A phase of a plan. */
    public record Planned(String phase, List<String> actions) {}
}
