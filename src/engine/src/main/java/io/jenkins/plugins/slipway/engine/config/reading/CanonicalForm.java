package io.jenkins.plugins.slipway.engine.config.reading;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings a checked tree into the one form that is stored: empty sections left out, texts that look like numbers as texts. */
final class CanonicalForm {
    private CanonicalForm() {}

    static ObjectNode form(ObjectNode tree) {
        for (String section : List.copyOf(tree.propertyNames())) {
            if (tree.path(section).isNull() || section.startsWith(".")) {
                tree.remove(section);
            }
        }
        for (JsonNode application : tree.path("applications")) {
            application.path("dependencies").forEach(CanonicalForm::texts);
        }
        for (JsonNode environment : tree.path("environments")) {
            texts(environment.path("variables"));
        }
        return tree;
    }

    /** Numbers and truth values of a mapping become the texts that they were written as. */
    private static void texts(JsonNode mapping) {
        if (mapping instanceof ObjectNode object) {
            for (String key : List.copyOf(object.propertyNames())) {
                JsonNode value = object.path(key);
                if (value.isNumber() || value.isBoolean()) {
                    object.put(key, value.asString());
                }
            }
        }
    }
}
