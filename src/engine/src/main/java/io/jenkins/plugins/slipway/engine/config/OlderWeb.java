package io.jenkins.plugins.slipway.engine.config;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the form of {@code web} from before there were locations: one folder, with lists of what may be served. */
public final class OlderWeb {
    private OlderWeb() {}

    /** The one location that it stands for; none if nothing of it is used. */
    public static Map<String, JsonNode> locations(JsonNode web) {
        ObjectNode location = JsonNodeFactory.instance.objectNode();
        copy(web, "document_root", location, "root");
        copy(web, "passthru", location, "passthru");
        copy(web, "index_files", location, "index");
        copy(web, "expires", location, "expires");
        ObjectNode rules = JsonNodeFactory.instance.objectNode();
        if (web.path("whitelist").isArray()) {
            location.put("allow", false);
            web.path("whitelist")
                    .forEach(pattern -> rules.putObject(pattern.asString()).put("allow", true));
        }
        web.path("blacklist")
                .forEach(pattern -> rules.putObject(pattern.asString()).put("allow", false));
        if (!rules.isEmpty()) {
            location.set("rules", rules);
        }
        return location.isEmpty() ? Map.of() : Map.of("/", location);
    }

    private static void copy(JsonNode from, String key, ObjectNode to, String name) {
        JsonNode value = from.path(key);
        if (!value.isMissingNode() && !value.isNull()) {
            to.set(name, value);
        }
    }
}
