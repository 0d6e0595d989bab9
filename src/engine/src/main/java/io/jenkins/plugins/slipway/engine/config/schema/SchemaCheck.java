package io.jenkins.plugins.slipway.engine.config.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import io.jenkins.plugins.slipway.engine.config.problem.Place;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlDocument;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlReader;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Checks documents against their format's schema, and says what is wrong in words. */
public final class SchemaCheck {
    private final YamlReader reader;
    private final Problems problems;
    private final NotApplied notApplied = new NotApplied();

    public SchemaCheck(YamlReader reader) {
        this.reader = reader;
        this.problems = reader.problems();
    }

    /**
     * @param at the part of the document that the schema describes
     * @param tree that part, perhaps with what its place implies
     */
    public void check(YamlDocument document, JsonPointer at, JsonNode tree, Schemas.Format format) {
        if (reader.hasOldBooleans()) {
            SchemaBooleans.settle(document, at, tree, SchemaPart.root(format));
        }
        notApplied.look(document, at, tree, format);
        for (Error error : Schemas.compiled(format).validate(tree)) {
            if (!problems.errorsAreKept()) {
                problems.countErrors(1);
                continue;
            }
            JsonPointer instance = at.append(pointer(error.getInstanceLocation()));
            SchemaWords words = reader.isAbsent(document.file(), instance) ? null : SchemaWords.of(error, instance);
            if (words != null) {
                Place place = words.atKey() ? document.key(words.pointer()) : document.value(words.pointer());
                problems.error(place, words.rule(), words.message(), words.next());
            }
        }
    }

    /** To be called once, after all documents. */
    public void reportNotApplied() {
        notApplied.report(problems);
    }

    private static JsonPointer pointer(NodePath path) {
        JsonPointer pointer = JsonPointer.empty();
        for (int i = 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            pointer = element instanceof Integer index
                    ? pointer.appendIndex(index)
                    : pointer.appendProperty(String.valueOf(element));
        }
        return pointer;
    }
}
