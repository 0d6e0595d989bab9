package io.jenkins.plugins.slipway.engine.config;

import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Maps the whole tree to values; expects a valid one. */
public final class ConfigMapper {
    /** Services stand in front of an application one behind the other; more than a few is a mistake. */
    private static final int MOST_IN_FRONT = 10;

    private ConfigMapper() {}

    public static ProjectConfig map(JsonNode source, List<Problem> warnings) {
        JsonNode services = source.path("services");
        var applications = ApplicationMapper.members(
                source.path("applications"), (name, section) -> ApplicationMapper.map(name, section, services));
        return new ProjectConfig(
                source.path("project").asString(),
                applications,
                ApplicationMapper.members(
                        services,
                        (name, section) ->
                                new ServiceConfig(name, section.path("type").asString(""), section)),
                ApplicationMapper.members(source.path("routes"), (url, section) -> route(url, section, source)),
                ApplicationMapper.members(source.path("environments"), LifecycleMapper::environment),
                ApplicationMapper.members(source.path("gates"), LifecycleMapper::gate),
                order(source.path("order"), applications.keySet()),
                ApplicationMapper.members(source.path("data"), (name, section) -> LifecycleMapper.data(section)),
                ApplicationMapper.members(source.path("health"), (name, section) -> LifecycleMapper.health(section)),
                source,
                warnings);
    }

    private static RouteConfig route(String url, JsonNode section, JsonNode source) {
        String upstream = ApplicationMapper.text(section.path("upstream"));
        return new RouteConfig(
                url,
                upstream == null ? "redirect" : "upstream",
                upstream == null ? null : application(Endpoints.service("", section.path("upstream")), source),
                upstream == null ? ApplicationMapper.text(section.path("to")) : null,
                section.path("primary").asBoolean(false),
                section);
    }

    /** The application behind an upstream; a service in front of one, such as Varnish, is seen through. */
    public static @Nullable String application(String upstream, JsonNode source) {
        var seen = new LinkedHashSet<String>();
        String name = upstream;
        while (!source.path("applications").has(name)) {
            JsonNode relationships = source.path("services").path(name).path("relationships");
            if (!seen.add(name) || seen.size() > MOST_IN_FRONT || relationships.isEmpty()) {
                return null;
            }
            var first = relationships.properties().iterator().next();
            name = Endpoints.service(first.getKey(), first.getValue());
        }
        return name;
    }

    private static List<String> order(JsonNode listed, Set<String> applications) {
        var order = new LinkedHashSet<String>();
        for (JsonNode name : listed) {
            order.add(name.asString());
        }
        order.addAll(applications);
        return List.copyOf(new ArrayList<>(order));
    }
}
