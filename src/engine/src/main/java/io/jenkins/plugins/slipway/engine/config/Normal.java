package io.jenkins.plugins.slipway.engine.config;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings a checked tree into the one form that is stored: what may be left out empty is left out. */
final class Normal {
    private Normal() {}

    static ObjectNode form(ObjectNode tree) {
        for (String section : java.util.List.copyOf(tree.propertyNames())) {
            JsonNode value = tree.path(section);
            if (value.isNull() || section.startsWith(".")) {
                tree.remove(section);
            }
        }
        return tree;
    }
}
