package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import tools.jackson.databind.JsonNode;

/** A step of a run as its page shows it: a heading, and a table. All texts are plain; the page escapes them. */
@Restricted(NoExternalUse.class)
public final class StepView {
    private final String verb;
    private final JsonNode document;

    StepView(@NonNull String verb, @NonNull JsonNode document) {
        this.verb = verb;
        this.document = document;
    }

    public String getHeading() {
        String release = document.path("release").isNumber()
                ? "Release " + document.path("release").asInt()
                : "No release";
        return switch (verb) {
            case "build" -> release + " built";
            case "gate" ->
                release + " judged in " + environment() + ": "
                        + document.path("verdict").asString();
            default ->
                release + " in " + environment() + ": " + document.path("state").asString("planned");
        };
    }

    private String environment() {
        return document.path("environment").asString();
    }

    public List<String> getColumns() {
        return switch (verb) {
            case "build" -> List.of("Application", "Digest", "Reused", "Why", "Seconds");
            case "gate" -> List.of("Metric", "Value", "Limit", "Criticality", "Status");
            default -> List.of("Phase", "State", "Seconds");
        };
    }

    public List<List<String>> getRows() {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode each : document.path(table())) {
            rows.add(row(each));
        }
        return rows;
    }

    private String table() {
        return switch (verb) {
            case "build" -> "applications";
            case "gate" -> "rules";
            default -> "phases";
        };
    }

    private List<String> row(JsonNode each) {
        return switch (verb) {
            case "build" ->
                List.of(
                        text(each, "name"),
                        text(each, "digest"),
                        each.path("reused").asBoolean() ? "yes" : "no",
                        String.join(" ", Documents.strings(each.path("reasons"))),
                        seconds(each));
            case "gate" ->
                List.of(
                        text(each, "metric"),
                        each.path("value").isNumber() ? each.path("value").asString() : "missing",
                        text(each, "limit"),
                        text(each, "criticality"),
                        text(each, "status"));
            default -> List.of(text(each, "name"), text(each, "state"), seconds(each));
        };
    }

    /** Where the environment answers; none for a build. */
    public List<String> getUrls() {
        return Documents.strings(document.path("urls")).stream()
                .filter(url -> url.startsWith("http://") || url.startsWith("https://"))
                .toList();
    }

    private static String text(JsonNode each, String field) {
        return each.path(field).asString("");
    }

    private static String seconds(JsonNode each) {
        return String.format(Locale.ROOT, "%.2f", each.path("seconds").asDouble());
    }
}
