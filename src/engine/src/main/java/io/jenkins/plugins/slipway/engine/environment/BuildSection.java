package io.jenkins.plugins.slipway.engine.environment;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The part of an application's section that a build is told of: nothing that only matters once the application runs. */
final class BuildSection {
    private static final Set<String> RUN_TIME = Set.of("access", "relationships", "firewall", "crons");

    private BuildSection() {}

    static ObjectNode of(JsonNode section) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        section.properties().forEach(part -> {
            JsonNode value = part.getValue();
            switch (part.getKey()) {
                case "hooks" -> result.set("hooks", only(value, "build"));
                case "web" -> result.set("web", only(value, "mounts"));
                case "workers" -> {
                    ObjectNode workers = result.putObject("workers");
                    value.properties()
                            .forEach(worker -> workers.set(worker.getKey(), only(worker.getValue(), "mounts")));
                }
                default -> {
                    if (!RUN_TIME.contains(part.getKey())) {
                        result.set(part.getKey(), value);
                    }
                }
            }
        });
        return result;
    }

    private static ObjectNode only(JsonNode value, String key) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (value.has(key)) {
            result.set(key, value.path(key));
        }
        return result;
    }
}
