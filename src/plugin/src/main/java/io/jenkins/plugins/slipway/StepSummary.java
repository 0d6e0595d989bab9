package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.PrintStream;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What a step says at its end, for people who read its log: the command itself answers in a document. */
final class StepSummary {
    private StepSummary() {}

    static void say(@NonNull StepWork work, @NonNull JsonNode document, @NonNull PrintStream log) {
        if (document.isEmpty() || document.has("error")) {
            return;
        }
        String release = document.path("release").asString("");
        switch (work.verb()) {
            case BUILD -> {
                if (!release.isEmpty()) {
                    log.println("Release " + release + " of "
                            + document.path("project").asString("") + ".");
                }
            }
            case GATE -> {
                document.path("rules").forEach(rule -> log.println("  " + rule(rule)));
                log.println("Release " + release + " in " + work.environment() + ": "
                        + document.path("verdict").asString(""));
            }
            case DEPLOY, ROLLBACK -> {
                if (document.path("dryRun").asBoolean(false)) {
                    plan(work, document, log);
                } else if (document.path("state").asString("").equals("LIVE")) {
                    log.println("Release " + release + " is live in " + work.environment() + " (deployment "
                            + document.path("deployment").asString("") + "): "
                            + String.join("  ", JsonDocuments.strings(document.path("urls"))));
                }
            }
        }
    }

    private static String rule(JsonNode rule) {
        String value = rule.path("value").isNumber() ? JsonDocuments.shown(rule) : "missing";
        return rule.path("metric").asString("") + " is " + value + ", limit "
                + rule.path("limit").asString("") + ": "
                + rule.path("status").asString("").toLowerCase(Locale.ROOT) + " ("
                + rule.path("criticality").asString("") + ")";
    }

    private static void plan(StepWork work, JsonNode document, PrintStream log) {
        log.println("This would be done in " + work.environment() + " with release "
                + document.path("release").asString("") + ":");
        for (JsonNode step : document.path("steps")) {
            String phase = step.path("phase").asString("");
            for (String action : JsonDocuments.strings(step.path("actions"))) {
                log.println("  " + phase + ": " + action);
            }
        }
        JsonDocuments.strings(document.path("objects")).forEach(line -> log.println("  objects: " + line));
        JsonDocuments.strings(document.path("notes")).forEach(note -> log.println("  " + note));
    }
}
