package io.jenkins.plugins.slipway.engine.config;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How values are shown to people: short, on one line, harmless on a terminal. */
final class Values {
    private static final int LONGEST = 60;

    private Values() {}

    static String shown(JsonNode value) {
        if (value.isObject()) {
            return "a mapping";
        }
        if (value.isArray()) {
            return "a list";
        }
        return quoted(value.isNull() ? "null" : value.asString());
    }

    static String quoted(String text) {
        StringBuilder shown = new StringBuilder("‘");
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                shown.append(c == '\n' ? "⏎" : String.format("\\u%04X", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        if (text.codePointCount(0, text.length()) > LONGEST) {
            shown.append('…');
        }
        return shown.append('’').toString();
    }

    static String typeName(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "a mapping";
            case ARRAY -> "a list";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case STRING, BINARY -> "text";
            case NULL, MISSING -> "nothing";
        };
    }

    /** The types of a schema in the words of {@link #typeName}. */
    static List<String> typeNames(JsonNode types) {
        var names = new ArrayList<String>();
        for (JsonNode type : types.isArray() ? types : List.of(types)) {
            switch (type.asString()) {
                case "object" -> names.add("a mapping");
                case "array" -> names.add("a list");
                case "string" -> names.add("text");
                case "integer" -> names.add("a whole number");
                case "number" -> names.add("a number");
                case "boolean" -> names.add("true or false");
                default -> {
                    // Nothing is what one gets by leaving the key out; it is not offered.
                }
            }
        }
        return names;
    }
}
