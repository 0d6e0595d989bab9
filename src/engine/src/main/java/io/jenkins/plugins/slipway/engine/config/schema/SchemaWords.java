package io.jenkins.plugins.slipway.engine.config.schema;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import io.jenkins.plugins.slipway.engine.config.problem.Suggestions;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * One schema violation in words.
 *
 * @param pointer where in the document
 * @param atKey whether the key is to be shown rather than its value
 */
record SchemaWords(JsonPointer pointer, boolean atKey, String rule, String message, String next) {

    private static final int LONGEST_EXAMPLE = 120;

    /** Null for a violation that another one says better. */
    static @Nullable SchemaWords of(Error error, JsonPointer at) {
        JsonNode value = error.getInstanceNode() == null ? MissingNode.getInstance() : error.getInstanceNode();
        SchemaPart part = part(error.getSchemaLocation());
        JsonNode schema = part.node();
        String keyword = error.getKeyword() == null ? "" : error.getKeyword();
        String expects = schema.path("x-expects").asString("");
        return switch (keyword) {
            case "additionalProperties" -> unknownKey(at, error.getProperty(), value, part);
            case "required" ->
                isAlternative(error)
                        ? missingAlternative(at, alternatives(error))
                        : missingKey(at, error.getProperty(), part);
            case "type" -> wrongType(at, value, part);
            case "enum" -> notListed(at, value, schema);
            case "not" ->
                new SchemaWords(
                        at,
                        true,
                        "not-allowed-here",
                        "this must be " + expects,
                        "remove it, or the key that excludes it");
            case "propertyNames" -> nameRefused(at, error, part);
            case "minProperties", "minItems" ->
                new SchemaWords(at, true, "empty", "this is empty", "add at least one entry, or remove the key");
            case "maxProperties" ->
                new SchemaWords(at, true, "too-many-keys", "this has too many keys", "keep " + expects);
            case "uniqueItems" -> new SchemaWords(at, true, "repeated", "an entry is listed twice", "keep one of them");
            case "pattern" ->
                new SchemaWords(
                        at,
                        false,
                        "form",
                        Values.shown(value) + " is not " + (expects.isEmpty() ? "in the right form" : expects),
                        "write " + example(schema, "it in that form"));
            case "minimum", "maximum" -> outOfRange(at, value, keyword, schema);
            // Branches of if / then and references repeat what their own parts report.
            case "if", "then", "else", "allOf", "anyOf", "$ref", "properties", "items", "patternProperties" -> null;
            default -> new SchemaWords(at, false, "schema", String.valueOf(error.getMessage()), "correct it");
        };
    }

    private static SchemaWords outOfRange(JsonPointer at, JsonNode value, String keyword, JsonNode schema) {
        String expects = schema.path("x-expects").asString("");
        if (!expects.isEmpty()) {
            return new SchemaWords(
                    at,
                    false,
                    "form",
                    Values.shown(value) + " is not " + expects,
                    "write " + example(schema, "it in that form"));
        }
        return new SchemaWords(
                at,
                false,
                "out-of-range",
                Values.shown(value) + " is "
                        + (keyword.equals("minimum") ? "less than the least, " : "more than the most, ")
                        + schema.path(keyword).asString(),
                "choose a number within the range");
    }

    private static SchemaWords unknownKey(
            JsonPointer at, @Nullable String property, JsonNode holder, SchemaPart schema) {
        String key = String.valueOf(property);
        if (TargetSections.isKinds(schema.node())) {
            return TargetSections.unknown(at.appendProperty(key), key);
        }
        return new SchemaWords(
                at.appendProperty(key),
                true,
                "unknown-key",
                "the key " + Values.quoted(key) + " is not known here",
                KeyHints.unknown(key, holder.path(key), schema));
    }

    private static SchemaWords missingKey(JsonPointer at, @Nullable String property, SchemaPart schema) {
        String key = String.valueOf(property);
        String next = "add ‘" + key + ":’"
                + example(schema.path("properties").path(key).annotation("examples"))
                        .map(example -> ", such as ‘" + key + ": " + example + "’")
                        .orElse("");
        return new SchemaWords(at, true, "missing-key", "the key ‘" + key + "’ is missing", next);
    }

    /** Whether the key is one of several of which one would do. */
    private static boolean isAlternative(Error error) {
        return fragment(error.getSchemaLocation(), 2).toString().endsWith("/anyOf");
    }

    private static SchemaPart alternatives(Error error) {
        SchemaPart part = part(error.getSchemaLocation());
        return new SchemaPart(part.file(), Schemas.tree(part.file()).at(fragment(error.getSchemaLocation(), 3)));
    }

    private static SchemaWords missingAlternative(JsonPointer at, SchemaPart schema) {
        return new SchemaWords(
                at,
                true,
                "missing-key",
                "this lacks " + schema.annotation("x-expects").asString("one of its alternatives"),
                KeyHints.misplaced(at, schema).orElse("add it"));
    }

    private static SchemaWords wrongType(JsonPointer at, JsonNode value, SchemaPart part) {
        JsonNode schema = part.node();
        List<String> wanted = Values.typeNames(schema.path("type"));
        String expected = String.join(" or ", wanted);
        String message;
        String next;
        if (value.isNull()) {
            message = "this has no value, where " + expected + " is expected";
            next = "give it " + expected + ", or remove the key; check the indentation of the lines below";
        } else {
            message = (value.isValueNode() ? Values.shown(value) + " is " : "this is ") + Values.typeName(value)
                    + ", where " + expected + " is expected";
            boolean quotable = value.isValueNode() && wanted.contains("text");
            Optional<String> misplaced = KeyHints.misplaced(at, part);
            if (misplaced.isPresent()) {
                next = misplaced.get();
            } else if (value.isArray() && wanted.equals(List.of("text"))) {
                next = "write one text; ‘|’ after the colon starts text of several lines";
            } else {
                next = quotable ? "put it in quotes: '" + value.asString() + "'" : "write " + example(schema, expected);
            }
        }
        return new SchemaWords(at, false, "type", message, next);
    }

    private static SchemaWords notListed(JsonPointer at, JsonNode value, JsonNode schema) {
        if (TargetSections.isKinds(schema)) {
            return TargetSections.unsectioned(at, value.asString(""));
        }
        var known = new ArrayList<String>();
        schema.path("enum").forEach(word -> {
            if (!word.isNull()) {
                known.add(word.asString());
            }
        });
        String list =
                known.size() == 1 ? "there is only ‘" + known.get(0) + "’" : "use one of " + String.join(", ", known);
        Optional<String> near = value.isString() ? Suggestions.nearest(value.asString(), known) : Optional.empty();
        return new SchemaWords(
                at,
                false,
                "unknown-value",
                Values.shown(value) + " is not known here",
                near.map(word -> "did you mean ‘" + word + "’? " + list).orElse(list));
    }

    private static SchemaWords nameRefused(JsonPointer at, Error error, SchemaPart schema) {
        String name = String.valueOf(error.getProperty());
        JsonNode expects = schema.path("propertyNames").annotation("x-expects");
        return new SchemaWords(
                at.appendProperty(name),
                true,
                "name",
                Values.quoted(name) + " is not " + expects.asString("a name"),
                expects.asString("").startsWith("a name") ? "choose another name" : "write it in that form");
    }

    private static String example(JsonNode schema, String otherwise) {
        return example(schema.path("examples"))
                .map(text -> "it like ‘" + text + "’")
                .orElse(otherwise);
    }

    private static Optional<String> example(JsonNode examples) {
        JsonNode example = examples.path(0);
        if (example.isMissingNode()) {
            return Optional.empty();
        }
        String text = example.isString() ? example.asString() : Values.flow(example);
        return Optional.of(text.strip().lines().findFirst().orElse(""))
                .filter(line -> !line.isEmpty() && line.length() <= LONGEST_EXAMPLE);
    }

    /** The schema that holds the violated keyword. */
    private static SchemaPart part(SchemaLocation location) {
        String text = location.toString();
        int hash = text.indexOf('#');
        String file = Schemas.fileOf(hash < 0 ? text : text.substring(0, hash));
        return new SchemaPart(file, Schemas.tree(file).at(fragment(location, 1)));
    }

    /** The pointer into the schema's file, less some of its last steps. */
    private static JsonPointer fragment(SchemaLocation location, int less) {
        JsonPointer pointer = JsonPointer.empty();
        for (int i = 0; i < location.getFragment().getNameCount() - less; i++) {
            Object element = location.getFragment().getElement(i);
            pointer = element instanceof Integer index
                    ? pointer.appendIndex(index)
                    : pointer.appendProperty(String.valueOf(element));
        }
        return pointer;
    }
}
