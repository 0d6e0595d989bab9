package io.jenkins.plugins.slipway.engine.object;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A line of the user's source. Lines and columns count from 1. */
public record SourcePlace(String file, int line, int column) {
    /** What a script says of a place; null where it says nothing of use. */
    static @Nullable SourcePlace read(@Nullable JsonNode node) {
        if (node == null || !node.path("file").isString() || !node.path("line").isInt()) {
            return null;
        }
        int column = node.path("column").asInt(1);
        return new SourcePlace(
                node.path("file").stringValue(), node.path("line").intValue(), column);
    }

    /** As compilers write it, so that terminals and editors make a link of it. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
