package io.jenkins.plugins.slipway.engine.config;

import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Everything a project declares. All maps keep the order of the file; names are unique within a map.
 *
 * @param project the name of the project: the key {@code project}, else the name of the repository's folder
 * @param applications the deployable parts by name; never empty
 * @param services what applications may relate to, by name
 * @param routes by URL pattern, such as {@code https://{default}/}
 * @param environments the declared environments by name; empty when none is declared, then any name is one with defaults
 * @param gates by environment
 * @param order names of all applications in the order of deployment; those that the file does not list follow in file order
 * @param data how an application's data is versioned, saved and taken back, by application
 * @param health how an application is probed, by application
 * @param source the normalised tree that this value was mapped from; what a release keeps, and {@code ConfigReader} maps again
 * @param warnings problems that do not prevent use
 */
public record ProjectConfig(
        String project,
        Map<String, ApplicationConfig> applications,
        Map<String, ServiceConfig> services,
        Map<String, RouteConfig> routes,
        Map<String, EnvironmentConfig> environments,
        Map<String, GateConfig> gates,
        List<String> order,
        Map<String, DataConfig> data,
        Map<String, HealthConfig> health,
        JsonNode source,
        List<Problem> warnings) {

    /** Where the applications of an environment live; on this machine unless it says otherwise. */
    public Placement placement(String environment) {
        return Placement.in(source.path("environments").path(environment));
    }

    /** The same project as if it had only some of its applications, for the place where those live. */
    public ProjectConfig only(Set<String> some) {
        return ConfigMapper.map(ProjectPart.of(source, some), warnings);
    }

    /** The same project with that environment in the place of the one of its name, or added. */
    public ProjectConfig with(EnvironmentConfig environment) {
        Map<String, EnvironmentConfig> others = new LinkedHashMap<>(environments);
        others.put(environment.name(), environment);
        return new ProjectConfig(
                project, applications, services, routes, others, gates, order, data, health, source, warnings);
    }
}
