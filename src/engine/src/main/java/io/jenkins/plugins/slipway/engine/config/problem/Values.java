package io.jenkins.plugins.slipway.engine.config.problem;

import io.jenkins.plugins.slipway.engine.Texts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** How values are shown to people: short, on one line, harmless on a terminal. */
public final class Values {
    private static final int LONGEST = 60;
    private static final int MOST_SHOWN = 14;

    private Values() {}

    public static String shown(JsonNode value) {
        if (value.isObject()) {
            return "a mapping";
        }
        if (value.isArray()) {
            return "a list";
        }
        return quoted(value.isNull() ? "null" : value.asString());
    }

    /** The beginning of the text's first line, in quotes. */
    public static String quoted(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        StringBuilder shown = new StringBuilder("‘");
        shown.append(Texts.numbered(line.codePoints().limit(LONGEST)));
        boolean cut = line.codePointCount(0, line.length()) > LONGEST || !line.equals(text.stripLeading());
        return shown.append(cut ? "…’" : "’").toString();
    }

    /** The text with everything that a terminal might obey written out. */
    public static String harmless(String text) {
        return Texts.numbered(text.codePoints());
    }

    /** A tree as YAML in one line. */
    public static String flow(JsonNode value) {
        if (value.isObject()) {
            var members = new ArrayList<String>();
            value.properties().forEach(member -> members.add(scalar(member.getKey()) + ": " + flow(member.getValue())));
            return members.isEmpty() ? "{}" : "{ " + String.join(", ", members) + " }";
        }
        if (value.isArray()) {
            var items = new ArrayList<String>();
            value.forEach(item -> items.add(flow(item)));
            return "[" + String.join(", ", items) + "]";
        }
        return value.isString() ? scalar(value.asString()) : value.asString();
    }

    private static String scalar(String text) {
        return text.matches("[A-Za-z./$_][A-Za-z0-9 ./$_=*()>+-]*") && !text.matches("(?i)true|false|null|~")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** The first of some names. */
    public static String some(Collection<String> names) {
        return names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "))
                + (names.size() > MOST_SHOWN ? ", …" : "");
    }

    public static String typeName(JsonNode value) {
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
    public static List<String> typeNames(JsonNode types) {
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
