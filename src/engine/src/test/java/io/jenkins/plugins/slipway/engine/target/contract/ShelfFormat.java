package io.jenkins.plugins.slipway.engine.target.contract;

import io.jenkins.plugins.slipway.engine.config.target.TargetFormat;
import org.jspecify.annotations.NullUnmarked;
import tools.jackson.databind.JsonNode;

/** The section of a {@link Shelf}: {@code shelf: { name: NAME }}. */
@NullUnmarked
public final class ShelfFormat implements TargetFormat {
    @Override
    public String name() {
        return "shelf";
    }

    @Override
    public String schema() {
        return """
                {
                  "$schema": "https://json-schema.org/draft/2020-12/schema",
                  "type": "object",
                  "description": "A shelf in memory.",
                  "properties": {
                    "name": {
                      "type": "string",
                      "description": "Which shelf it is; capital letters do not count.",
                      "examples": ["left"]
                    },
                    "height": { "type": "integer", "description": "Where it hangs.", "minimum": 0 }
                  },
                  "required": ["name"],
                  "additionalProperties": false
                }
                """;
    }

    @Override
    public String address(JsonNode section) {
        return section.path("name").asString("").toLowerCase(java.util.Locale.ROOT);
    }
}
