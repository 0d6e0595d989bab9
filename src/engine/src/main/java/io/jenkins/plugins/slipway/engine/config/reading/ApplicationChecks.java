package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.CronSchedule;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.problem.Suggestions;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import io.jenkins.plugins.slipway.engine.config.yaml.SourceRoot;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.TreeSet;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Checks an application's section beyond its form: paths that stay inside, commands that are there. */
final class ApplicationChecks {
    /** What is longer is not said again in detail. */
    private static final int LONGEST_SPEC = 80;

    private final MergedTree assembly;
    private final Problems problems;

    ApplicationChecks(MergedTree assembly, Problems problems) {
        this.assembly = assembly;
        this.problems = problems;
    }

    void check(JsonNode section, JsonPointer at) {
        JsonNode root = section.path("source").path("root");
        if (root.isString()) {
            inside(
                    root.asString(),
                    at.appendProperty("source").appendProperty("root"),
                    "the source root",
                    "repository");
        }
        timezone(section, at);
        new AddressChecks(assembly, problems).web(section.path("web"), at.appendProperty("web"));
        mounts(section, at);
        for (var worker : section.path("workers").properties()) {
            mounts(worker.getValue(), at.appendProperty("workers").appendProperty(worker.getKey()));
        }
        for (var location : section.path("web").path("locations").properties()) {
            JsonNode folder = location.getValue().path("root");
            JsonPointer there =
                    at.appendProperty("web").appendProperty("locations").appendProperty(location.getKey());
            if (folder.isString()) {
                inside(folder.asString(), there.appendProperty("root"), "the folder", "application");
            }
        }
        for (var cron : section.path("crons").properties()) {
            JsonNode value = cron.getValue();
            JsonPointer there = at.appendProperty("crons").appendProperty(cron.getKey());
            schedule(value.path("spec"), there.appendProperty("spec"));
            if (value.isObject() && value.has("spec") && !value.has("cmd") && !value.has("commands")) {
                problems.warning(
                        assembly.key(there),
                        "no-command",
                        "the cron " + Values.quoted(cron.getKey()) + " has nothing to run",
                        "add ‘commands: { start: … }’");
            }
        }
    }

    private void schedule(JsonNode spec, JsonPointer at) {
        if (!spec.isString()) {
            return;
        }
        String text = spec.asString();
        try {
            if (!CronSchedule.of(text, "").everComes()) {
                problems.error(() -> new Problems.Words(
                        assembly.value(at),
                        "cron-spec",
                        Values.quoted(text) + " never comes: none of its months has such a day",
                        "choose a day that its months have, or 28 for the last one that all have"));
            }
        } catch (IllegalArgumentException e) {
            problems.error(
                    assembly.value(at),
                    "cron-spec",
                    Values.quoted(text) + " is not a schedule"
                            + (text.length() > LONGEST_SPEC
                                    ? ""
                                    : ": " + Values.harmless(String.valueOf(e.getMessage()))),
                    "write minute, hour, day, month and day of the week, such as 0 3 * * *, or H 3 * * * for a minute of its own");
        }
    }

    private void timezone(JsonNode section, JsonPointer at) {
        JsonNode zone = section.path("timezone");
        if (!zone.isString()) {
            return;
        }
        try {
            ZoneId.of(zone.asString());
        } catch (DateTimeException e) {
            problems.error(() -> new Problems.Words(
                    assembly.value(at.appendProperty("timezone")),
                    "time-zone",
                    Values.quoted(zone.asString()) + " is not a time zone",
                    Suggestions.nearest(zone.asString(), new TreeSet<>(ZoneId.getAvailableZoneIds()))
                            .map(near -> "did you mean ‘" + near + "’?")
                            .orElse("use a name such as Europe/Paris")));
        }
    }

    private void mounts(JsonNode section, JsonPointer at) {
        for (var mount : section.path("mounts").properties()) {
            JsonPointer there = at.appendProperty("mounts").appendProperty(mount.getKey());
            inside(mount.getKey(), there, "the mount", "application");
            if (SourceRoot.isInside(mount.getKey())
                    && mount.getKey().replaceAll("[\\s/\\\\.]", "").isEmpty()) {
                problems.error(
                        assembly.key(there),
                        "outside",
                        "the mount " + Values.quoted(mount.getKey())
                                + " is the whole application, and would hide all of it",
                        "mount a folder below it, such as ‘data’");
            }
            JsonNode value = mount.getValue();
            if (value.path("source_path").isString()) {
                inside(
                        value.path("source_path").asString(),
                        there.appendProperty("source_path"),
                        "the mount's place",
                        "storage");
            } else if (value.isString()) {
                inside(value.asString(), there, "the mount's place", "storage");
            }
            if (value.path("source").asString("").equals("service") && !value.has("service")) {
                problems.warning(
                        assembly.key(there),
                        "missing-key",
                        "a mount of source ‘service’ does not say which service",
                        "add ‘service: NAME’");
            }
        }
    }

    private void inside(String path, JsonPointer at, String what, String whole) {
        if (!SourceRoot.isInside(path)) {
            problems.error(
                    assembly.value(at),
                    "outside",
                    what + " " + Values.quoted(path) + " leads out of the " + whole,
                    "use a path without ‘..’");
        }
    }
}
