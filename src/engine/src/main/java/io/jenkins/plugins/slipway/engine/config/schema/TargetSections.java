package io.jenkins.plugins.slipway.engine.config.schema;

import io.jenkins.plugins.slipway.engine.config.problem.Suggestions;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import io.jenkins.plugins.slipway.engine.config.target.TargetFormat;
import io.jenkins.plugins.slipway.engine.config.target.TargetFormats;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The sections of the kinds of places within the schema: each comes with its {@link TargetFormat}. */
final class TargetSections {
    /** In a schema: its keys are the kinds of places. */
    private static final String KINDS = "x-kinds";

    private static final String PREFIX = "target-";
    private static final String SUFFIX = ".schema.json";

    private TargetSections() {}

    /** The text of the schema file that a kind brings; null if no installed kind brings a file of that name. */
    static @Nullable String brought(String file) {
        if (!isOfKind(file)) {
            return null;
        }
        TargetFormat format =
                TargetFormats.installed().get(file.substring(PREFIX.length(), file.length() - SUFFIX.length()));
        return format == null ? null : format.schema();
    }

    /** The published schema with the kinds that are installed in the place of those that there are. */
    static JsonNode installedIn(JsonNode published) {
        ObjectNode schema = (ObjectNode) published.deepCopy();
        if (schema.path("$defs").path("target") instanceof ObjectNode target) {
            ObjectNode kinds = target.putObject("properties");
            for (String kind : TargetFormats.installed().keySet()) {
                kinds.putObject(kind).put("$ref", PREFIX + kind + SUFFIX);
            }
        }
        return schema;
    }

    /** Whether a schema file is the section of a kind. */
    static boolean isOfKind(String file) {
        return file.startsWith(PREFIX) && file.endsWith(SUFFIX);
    }

    static boolean isKinds(JsonNode schema) {
        return schema.has(KINDS);
    }

    /** What is wrong with the name of a kind that has a section. */
    static SchemaWords unknown(JsonPointer at, String kind) {
        return kind.equals(TargetFormats.LOCAL)
                ? words(at, true, "‘local’ has no section of its own", "write ‘local’ alone")
                : missing(at, true, kind);
    }

    /** What is wrong with the name of a kind that stands alone. */
    static SchemaWords unsectioned(JsonPointer at, String kind) {
        return TargetFormats.installed().containsKey(kind)
                ? words(
                        at,
                        false,
                        "‘" + kind + "’ needs a section that says which place it is",
                        "write ‘{ " + kind + ": { … } }’; ‘slipway validate --explain " + kind
                                + "’ tells what stands in it")
                : missing(at, false, kind);
    }

    private static SchemaWords missing(JsonPointer at, boolean atKey, String kind) {
        var known = new TreeSet<>(TargetFormats.installed().keySet());
        known.add(TargetFormats.LOCAL);
        String all = known.size() == 1 ? "there is only ‘local’" : "there are " + Values.some(known);
        return words(
                at,
                atKey,
                "there is no target " + Values.quoted(kind),
                Suggestions.nearest(kind, known)
                        .map(near -> "did you mean ‘" + near + "’? " + all)
                        .orElse("choose another; " + all));
    }

    private static SchemaWords words(JsonPointer at, boolean atKey, String message, String next) {
        return new SchemaWords(at, atKey, "unknown-target", message, next);
    }
}
