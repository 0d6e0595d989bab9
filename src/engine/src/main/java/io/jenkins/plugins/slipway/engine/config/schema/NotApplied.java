package io.jenkins.plugins.slipway.engine.config.schema;

import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Finds what is declared and means nothing on this machine: keys whose schema has {@value #ANNOTATION}, a clause that says what
 * happens instead, or such a clause by value. One warning for each such key of a project, however often and wherever it is written.
 */
final class NotApplied {
    static final String ANNOTATION = "x-not-applied";
    static final String RULE = Problem.NOT_APPLIED;

    private final Map<List<String>, Finding> found = new LinkedHashMap<>();

    private record Finding(YamlDocument document, JsonPointer at, String clause, int times) {}

    /** Looks through a tree that is valid or nearly so. */
    void look(YamlDocument document, JsonPointer at, JsonNode tree, Schemas.Format format) {
        look(document, at, tree, SchemaPart.root(format), List.of());
    }

    private void look(YamlDocument document, JsonPointer at, JsonNode tree, SchemaPart part, List<String> path) {
        SchemaPart schema = part.resolved();
        if (tree.isObject()) {
            for (Map.Entry<String, JsonNode> member : tree.properties()) {
                boolean named = schema.node().path("properties").has(member.getKey());
                SchemaPart inner =
                        named ? schema.path("properties").path(member.getKey()) : schema.path("additionalProperties");
                if (inner.node().isObject() && means(member.getValue())) {
                    List<String> there = KeyEntry.append(path, named ? member.getKey() : KeyEntry.ANY);
                    see(document, at.appendProperty(member.getKey()), member.getValue(), inner, there);
                }
            }
        } else if (tree.isArray() && schema.node().has("items")) {
            for (int i = 0; i < tree.size(); i++) {
                List<String> there = KeyEntry.append(path, KeyEntry.ITEM);
                see(document, at.appendIndex(i), tree.path(i), schema.path("items"), there);
            }
        }
    }

    private void see(YamlDocument document, JsonPointer at, JsonNode value, SchemaPart part, List<String> path) {
        String clause = clause(part, value);
        if (!clause.isEmpty()) {
            found.merge(
                    List.of(path.get(path.size() - 1), clause),
                    new Finding(document, at, clause, 1),
                    (first, again) -> new Finding(first.document(), first.at(), first.clause(), first.times() + 1));
        } else {
            look(document, at, value, part, path);
        }
    }

    /** What happens instead; empty if the key is applied. It may depend on the value. */
    private static String clause(SchemaPart part, JsonNode value) {
        JsonNode written = part.annotation(ANNOTATION);
        return written.isObject() ? written.path(value.asString("")).asString("") : written.asString("");
    }

    /** What is switched off or left empty asks for nothing. */
    private static boolean means(JsonNode value) {
        JsonNode enabled = value.path("enabled");
        return !(value.isNull()
                || enabled.isBoolean() && !enabled.booleanValue()
                || value.isBoolean() && !value.booleanValue()
                || value.isContainer() && value.isEmpty());
    }

    void report(Problems problems) {
        found.forEach((keyAndClause, finding) -> {
            String key = keyAndClause.get(0);
            problems.warning(
                    finding.document().key(finding.at()),
                    RULE,
                    Values.quoted(key) + " is not applied on target local: " + finding.clause()
                            + (finding.times() > 1 ? " (the first of " + finding.times() + ")" : ""),
                    "it may stay for other targets");
        });
    }
}
