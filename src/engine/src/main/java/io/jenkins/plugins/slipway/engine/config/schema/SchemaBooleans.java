package io.jenkins.plugins.slipway.engine.config.schema;

import io.jenkins.plugins.slipway.engine.config.yaml.Yaml11Booleans;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The words yes, no, on and off (see {@link Yaml11Booleans}): where the schema wants a truth value and the word is not in quotes, it is
 * one; everywhere else it stays text.
 */
final class SchemaBooleans {
    private SchemaBooleans() {}

    /**
     * Changes the tree in place.
     *
     * @param at where the tree stands in the document
     */
    static void settle(YamlDocument document, JsonPointer at, JsonNode tree, SchemaPart part) {
        SchemaPart schema = part.resolved();
        if (!schema.node().isObject()) {
            return;
        }
        if (tree instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
                SchemaPart inner = member(schema, member.getKey());
                JsonPointer there = at.appendProperty(member.getKey());
                Boolean value = meant(document, there, member.getValue(), inner);
                if (value != null) {
                    object.put(member.getKey(), value.booleanValue());
                } else {
                    settle(document, there, member.getValue(), inner);
                }
            }
        } else if (tree instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                settle(document, at.appendIndex(i), array.path(i), schema.path("items"));
            }
        }
    }

    private static SchemaPart member(SchemaPart schema, String key) {
        SchemaPart named = schema.path("properties").path(key);
        return named.node().isMissingNode() ? schema.path("additionalProperties") : named;
    }

    private static @Nullable Boolean meant(YamlDocument document, JsonPointer at, JsonNode value, SchemaPart part) {
        if (!value.isString()
                || !Yaml11Booleans.isWord(value.asString())
                || !types(part.resolved().node()).contains("boolean")) {
            return null;
        }
        if (!document.isPlain(at)) {
            return null;
        }
        char first = Character.toLowerCase(value.asString().charAt(0));
        return first == 'y' || value.asString().equalsIgnoreCase("on");
    }

    private static List<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        var names = new ArrayList<String>();
        if (type.isString()) {
            names.add(type.asString());
        }
        type.forEach(name -> names.add(name.asString()));
        return names;
    }
}
