package io.jenkins.plugins.slipway.engine.config.schema;

import io.jenkins.plugins.slipway.engine.config.problem.Suggestions;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * What to do about a key that stands where it means nothing: it may be misspelt, or belong a level up or down. Wrong advice is worse than
 * none: a place is named only if the value would fit there and no second place has such a key; what the schema says in {@value
 * #ELSEWHERE} goes before all guesses.
 */
final class KeyHints {
    /** In a schema: what to do about keys that people write there and mean something else by. */
    private static final String ELSEWHERE = "x-elsewhere";

    private static final int SHOWN = 14;

    private KeyHints() {}

    /**
     * @param value of the key
     * @param schema of the mapping that holds the key
     */
    static String unknown(String key, JsonNode value, SchemaPart schema) {
        String elsewhere = schema.node().path(ELSEWHERE).path(key).asString("");
        if (!elsewhere.isEmpty()) {
            return elsewhere;
        }
        List<String> known = new ArrayList<>(schema.node().path("properties").propertyNames());
        List<String> fitting = known.stream()
                .filter(name -> fits(value, schema.path("properties").path(name)))
                .toList();
        Optional<String> near = Suggestions.nearest(key, fitting);
        if (near.isPresent()) {
            return "did you mean ‘" + near.get() + "’?";
        }
        List<String> places = deeper(key, value, schema, known);
        if (places.size() == 1) {
            return places.get(0);
        }
        if (places.isEmpty() && isTopLevel(key, value) && !known.contains("applications")) {
            return "it belongs at the top level of the file, beside ‘applications:’";
        }
        return "remove it; known here: " + String.join(", ", known.subList(0, Math.min(SHOWN, known.size())))
                + (known.size() > SHOWN ? ", …" : "");
    }

    private static List<String> deeper(String key, JsonNode value, SchemaPart schema, List<String> known) {
        List<String> places = new ArrayList<>();
        for (String child : known) {
            SchemaPart inner = schema.path("properties").path(child).resolved();
            SchemaPart member = inner.path("additionalProperties").resolved();
            if (fits(value, inner.path("properties").path(key))) {
                places.add("it belongs a level deeper, into ‘" + child + ":’");
            } else if (fits(value, member.path("properties").path(key))) {
                places.add("it belongs two levels deeper, into ‘" + child + ":’ and the name of one of them");
            }
        }
        return places;
    }

    /** Whether a value is of a type that a key takes; false if there is no such key. */
    private static boolean fits(JsonNode value, SchemaPart key) {
        if (!key.node().isObject()) {
            return false;
        }
        JsonNode types = key.resolved().node().path("type");
        List<String> taken = Values.typeNames(types);
        return value.isMissingNode()
                || value.isNull()
                || types.isMissingNode()
                || taken.contains(Values.typeName(value))
                || value.isIntegralNumber() && taken.contains("a whole number");
    }

    /** The cure for a key of an application that stands among the applications' names, if this is one. */
    static Optional<String> misplaced(JsonPointer at, SchemaPart schema) {
        JsonPointer parent = at.head();
        if (parent != null
                && parent.matches()
                && schema.file().startsWith("platformsh-" + at.last().getMatchingProperty())) {
            return Optional.of("remove this line and indent the rest less; the file holds them without it");
        }
        if (parent == null || !parent.toString().equals("/applications")) {
            return Optional.empty();
        }
        JsonNode keys = schema.resolved().node().path("properties");
        String name = at.last().getMatchingProperty();
        return keys.has(name) || topLevel().has(name)
                ? Optional.of("‘" + name + "’ reads as an application's name here; "
                        + (keys.has(name)
                                ? "indent it to stand inside its application"
                                : "move it to the top level, beside ‘applications:’"))
                : Optional.empty();
    }

    private static boolean isTopLevel(String key, JsonNode value) {
        return fits(
                value,
                SchemaPart.root(Schemas.Format.SLIPWAY).path("properties").path(key));
    }

    private static JsonNode topLevel() {
        return Schemas.tree(Schemas.Format.SLIPWAY.file()).path("properties");
    }
}
