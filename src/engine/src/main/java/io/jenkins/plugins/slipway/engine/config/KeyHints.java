package io.jenkins.plugins.slipway.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** What to do about a key that stands where it means nothing: it may be misspelt, or belong a level up or down. */
final class KeyHints {
    private static final int SHOWN = 14;

    private KeyHints() {}

    /** @param schema of the mapping that holds the key */
    static String unknown(String key, SchemaPart schema) {
        List<String> known = new ArrayList<>(schema.node().path("properties").propertyNames());
        Optional<String> near = Suggestions.nearest(key, known);
        if (near.isPresent()) {
            return "did you mean ‘" + near.get() + "’?";
        }
        for (String child : known) {
            SchemaPart inner = schema.path("properties").path(child).resolved();
            if (inner.node().path("properties").has(key)) {
                return "it belongs a level deeper, into ‘" + child + ":’";
            }
            SchemaPart member = inner.path("additionalProperties").resolved();
            if (member.node().path("properties").has(key)) {
                return "it belongs two levels deeper, into ‘" + child + ":’ and the name of one of them";
            }
        }
        if (isTopLevel(key) && !known.contains("applications")) {
            return "it belongs at the top level of the file, beside ‘applications:’";
        }
        List<String> some = known.subList(0, Math.min(SHOWN, known.size()));
        return "remove it; known here: " + String.join(", ", some) + (known.size() > SHOWN ? ", …" : "");
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
        return keys.has(name) || isTopLevel(name)
                ? Optional.of("‘" + name + "’ reads as an application's name here; "
                        + (keys.has(name)
                                ? "indent it to stand inside its application"
                                : "move it to the top level, beside ‘applications:’"))
                : Optional.empty();
    }

    private static boolean isTopLevel(String key) {
        return Schemas.tree(Schemas.Format.SLIPWAY.file()).path("properties").has(key);
    }
}
