package io.jenkins.plugins.slipway.engine.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One deployable part of a project.
 *
 * @param name unique in the project
 * @param type runtime and version such as {@code java:17}; null where the section has none (composable stacks)
 * @param root the source root relative to the repository, without leading or trailing slash; empty for the repository itself
 * @param flavor {@code build.flavor}, {@code default} unless set
 * @param hooks the scripts hung on phases
 * @param variables by prefix ({@code env}, {@code php}, …), then by name; values are strings, numbers, booleans or trees
 * @param relationships by name, in file order; those of its web instance where that has its own
 * @param mounts by path in the application directory; those of its web instance where that has its own
 * @param web how it serves requests; null if it serves none
 * @param workers by name
 * @param crons by name
 * @param section the application's whole section, normalised (keys as written, aliases resolved): what the build key covers
 */
public record ApplicationConfig(
        String name,
        @Nullable String type,
        String root,
        String flavor,
        Hooks hooks,
        Map<String, Map<String, JsonNode>> variables,
        Map<String, Relationship> relationships,
        Map<String, Mount> mounts,
        @Nullable Web web,
        Map<String, Worker> workers,
        Map<String, Cron> crons,
        JsonNode section) {

    /** The variables of the running web instance: its own instead of the application's where it has any. */
    public Map<String, Map<String, JsonNode>> variablesAtRun() {
        JsonNode own = section.path("web").path("variables");
        return own.isObject() ? ApplicationMapper.variables(own) : variables;
    }

    /**
     * The application as one of its workers sees it: relationships, mounts and variables are the worker's where it has its own,
     * and there is no web.
     *
     * @throws IllegalArgumentException if there is no such worker
     */
    public ApplicationConfig asWorker(String worker) {
        Worker chosen = workers.get(worker);
        if (chosen == null) {
            throw new IllegalArgumentException("no worker " + worker);
        }
        return new ApplicationConfig(
                name,
                type,
                root,
                flavor,
                hooks,
                chosen.variables(),
                chosen.relationships(),
                chosen.mounts(),
                null,
                workers,
                crons,
                section instanceof ObjectNode object ? object.deepCopy().without("web") : section);
    }

    /** The time zone of its crons; null for UTC. */
    public @Nullable ZoneId timezone() {
        String zone = section.path("timezone").asString("");
        try {
            return zone.isEmpty() ? null : ZoneId.of(zone);
        } catch (DateTimeException e) {
            // Checked when it was read; a release from before that check has UTC, as it always had.
            return null;
        }
    }

    /** The commands that change the source code ({@code source.operations}), by name. */
    public Map<String, String> operations() {
        return ApplicationMapper.members(
                section.path("source").path("operations"),
                (operation, tree) -> tree.path("command").asString(""));
    }

    /** The first part of the type, such as {@code nodejs}; empty if no type is declared. */
    public String language() {
        return type == null ? "" : type.replaceFirst(":.*", "");
    }

    /** What stands behind the colon of the type, such as {@code 20}; empty if nothing does. */
    public String languageVersion() {
        return type == null || !type.contains(":") ? "" : type.substring(type.indexOf(':') + 1);
    }

    /** All mounts of the web instance and of the workers, by path: what must be there before anything starts. */
    public Map<String, Mount> allMounts() {
        Map<String, Mount> all = new LinkedHashMap<>(mounts);
        workers.values().forEach(worker -> worker.mounts().forEach(all::putIfAbsent));
        return all;
    }

    /** The user's scripts; null where there is none. */
    public record Hooks(
            @Nullable String build,
            @Nullable String deploy,
            @Nullable String postDeploy) {}

    /**
     * A need for a service or another application.
     *
     * @param service name of the service or application
     * @param endpoint such as {@code http} or {@code postgresql}
     */
    public record Relationship(String service, String endpoint) {}

    /**
     * A writable directory that outlives releases.
     *
     * @param source {@code storage}, {@code instance}, {@code tmp} or {@code service}
     * @param sourcePath below the source; the mount's own path unless set
     * @param service the network-storage service of source {@code service}, else null
     */
    public record Mount(
            String source, String sourcePath, @Nullable String service) {}

    /**
     * How the application serves requests.
     *
     * @param preStart runs to its end before start, or null
     * @param start the long-running command, or null for static serving only
     * @param postStart runs after start, before requests, or null
     * @param socketFamily {@code tcp} or {@code unix}
     * @param locations by URL path, the trees as written
     */
    public record Web(
            @Nullable String preStart,
            @Nullable String start,
            @Nullable String postStart,
            String socketFamily,
            Map<String, JsonNode> locations) {}

    /**
     * A process beside the web process, from the same artifact. What it does not set itself is the application's.
     *
     * @param preStart runs to its end before start, or null
     * @param start the long-running command
     * @param postStart runs after start, or null
     */
    public record Worker(
            @Nullable String preStart,
            String start,
            @Nullable String postStart,
            Map<String, Map<String, JsonNode>> variables,
            Map<String, Relationship> relationships,
            Map<String, Mount> mounts,
            JsonNode section) {}

    /** A command on a schedule. The spec is as written, {@code H} included. */
    public record Cron(String spec, String start, @Nullable String stop) {}
}
