package io.jenkins.plugins.slipway.engine.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One deployable part of a project.
 *
 * @param name unique in the project
 * @param type runtime and version such as {@code java:17}; null where the section has none (composable stacks)
 * @param root the source root relative to the repository, without leading or trailing slash; empty for the repository itself
 * @param flavor {@code build.flavor}, {@code none} unless set
 * @param hooks the scripts hung on phases
 * @param variables by prefix ({@code env}, {@code php}, …), then by name; values are strings, numbers, booleans or trees
 * @param relationships by name, in file order
 * @param mounts by path in the application directory
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

    /** A process beside the web process, from the same artifact. */
    public record Worker(String start, JsonNode section) {}

    /** A command on a schedule. The spec is as written, {@code H} included. */
    public record Cron(String spec, String start, @Nullable String stop) {}
}
