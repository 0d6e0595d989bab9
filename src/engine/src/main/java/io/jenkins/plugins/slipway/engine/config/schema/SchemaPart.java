package io.jenkins.plugins.slipway.engine.config.schema;

import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * A part of a schema, which knows its file so that references can be followed.
 *
 * @param file name of the schema's file
 */
public record SchemaPart(String file, JsonNode node) {
    public static SchemaPart root(Schemas.Format format) {
        return new SchemaPart(format.file(), Schemas.tree(format.file()));
    }

    SchemaPart path(String key) {
        return new SchemaPart(file, node.path(key));
    }

    SchemaPart at(JsonPointer pointer) {
        return new SchemaPart(file, node.at(pointer));
    }

    /** The schema that this one refers to, or itself. */
    SchemaPart resolved() {
        if (!node.has("$ref")) {
            return this;
        }
        String reference = node.path("$ref").asString();
        int hash = reference.indexOf('#');
        if (hash < 0) {
            String whole = Schemas.fileOf(reference);
            return new SchemaPart(whole, Schemas.tree(whole)).resolved();
        }
        String target = hash == 0 ? file : Schemas.fileOf(reference.substring(0, hash));
        return new SchemaPart(target, Schemas.tree(target).at(reference.substring(hash + 1))).resolved();
    }

    /** An annotation of the part, or of what it refers to. */
    JsonNode annotation(String key) {
        return node.has(key) ? node.path(key) : resolved().node().path(key);
    }
}
