package io.jenkins.plugins.slipway.engine.config.schema;

import io.jenkins.plugins.slipway.engine.config.problem.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One key of a format with what its schema says about it.
 *
 * @param path from the top of the file; a name that the user chooses is {@link #ANY}, an item of a list {@link #ITEM}
 */
record KeyEntry(List<String> path, SchemaPart schema, boolean required) {
    static final String ANY = "NAME";
    static final String ITEM = "[]";

    /** Every key of a format, outer ones before inner ones, in the schema's order. */
    static List<KeyEntry> all(Schemas.Format format) {
        var entries = new ArrayList<KeyEntry>();
        collect(List.of(), SchemaPart.root(format), entries);
        return List.copyOf(entries);
    }

    private static void collect(List<String> path, SchemaPart part, List<KeyEntry> entries) {
        SchemaPart schema = part.resolved();
        JsonNode required = schema.node().path("required");
        for (String key : schema.node().path("properties").propertyNames()) {
            boolean isRequired = false;
            for (JsonNode name : required) {
                isRequired |= name.asString().equals(key);
            }
            List<String> there = append(path, key);
            SchemaPart child = schema.path("properties").path(key);
            entries.add(new KeyEntry(there, child, isRequired));
            collect(there, child, entries);
        }
        if (schema.node().path("additionalProperties").isObject()) {
            collect(append(path, ANY), schema.path("additionalProperties"), entries);
        }
        if (schema.node().has("items")) {
            collect(append(path, ITEM), schema.path("items"), entries);
        }
    }

    static List<String> append(List<String> path, String step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return Collections.unmodifiableList(longer);
    }

    String key() {
        return path.get(path.size() - 1);
    }

    /** The path with dots, such as {@code applications.NAME.hooks.build}. */
    String dotted() {
        return String.join(".", path).replace("." + ITEM, ITEM);
    }

    String description() {
        return schema.annotation("description").asString("");
    }

    /** The types that its value may have, in words. */
    String types() {
        JsonNode type = schema.resolved().node().path("type");
        List<String> names = type.isMissingNode() ? List.of() : Values.typeNames(type);
        return names.isEmpty() ? "anything" : String.join(" or ", names);
    }

    /** What else there is to know, by heading: the values to choose from, the default. */
    Map<String, String> facts() {
        var facts = new LinkedHashMap<String, String>();
        JsonNode choices = schema.annotation("enum");
        if (!choices.isMissingNode()) {
            var words = new ArrayList<String>();
            choices.forEach(choice -> {
                if (!choice.isNull()) {
                    words.add(choice.asString());
                }
            });
            facts.put("One of", String.join(", ", words));
        }
        JsonNode usual = schema.annotation("default");
        if (!usual.isMissingNode()) {
            facts.put("Default", Values.flow(usual));
        }
        JsonNode instead = schema.annotation(NotApplied.ANNOTATION);
        if (instead.isString()) {
            facts.put("Not applied on target local", instead.asString());
        }
        instead.properties()
                .forEach(value -> facts.put(
                        "‘" + value.getKey() + "’ is not applied on target local",
                        value.getValue().asString()));
        return facts;
    }

    /** An example value; missing if the schema has none. */
    JsonNode example() {
        return schema.annotation("examples").path(0);
    }
}
