package io.jenkins.plugins.slipway.cli.terminal;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes and prints the documents of {@code --json}. Trees, not beans: their keys are a contract and stand in one place each. */
public final class Json {
    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static ArrayNode strings(Iterable<?> values) {
        ArrayNode array = array();
        values.forEach(value -> array.add(value.toString()));
        return array;
    }

    /** A text, or null for null. */
    public static JsonNode text(@Nullable Object value) {
        return value == null
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.stringNode(value.toString());
    }

    /** Seconds to the millisecond. */
    public static double seconds(double exact) {
        return Math.round(exact * 1000) / 1000.0;
    }

    public static void print(JsonNode document, PrintStream out) {
        out.println(document.toPrettyString());
    }
}
