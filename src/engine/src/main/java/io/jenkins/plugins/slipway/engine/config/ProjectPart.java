package io.jenkins.plugins.slipway.engine.config;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Cuts a project's tree down to some of its applications. */
final class ProjectPart {
    /** Sections whose keys are applications. */
    private static final List<String> BY_APPLICATION = List.of("applications", "data", "health", "objects");

    private ProjectPart() {}

    static JsonNode of(JsonNode source, Set<String> applications) {
        ObjectNode part = (ObjectNode) source.deepCopy();
        for (String section : BY_APPLICATION) {
            if (part.path(section) instanceof ObjectNode members) {
                members.retain(applications);
            }
        }
        if (part.path("order") instanceof ArrayNode order) {
            order.removeIf(name -> !applications.contains(name.asString("")));
        }
        if (part.path("routes") instanceof ObjectNode routes) {
            routes.properties().stream()
                    .filter(route -> leadsElsewhere(route.getValue(), source, applications))
                    .map(java.util.Map.Entry::getKey)
                    .toList()
                    .forEach(routes::remove);
        }
        return part;
    }

    private static boolean leadsElsewhere(JsonNode route, JsonNode source, Set<String> applications) {
        String upstream = ApplicationMapper.text(route.path("upstream"));
        if (upstream == null) {
            return false;
        }
        String application = ConfigMapper.application(Endpoints.service("", route.path("upstream")), source);
        return application != null && !applications.contains(application);
    }
}
