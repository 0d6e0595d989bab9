package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.schema.SchemaCheck;
import io.jenkins.plugins.slipway.engine.config.schema.Schemas;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlDocument;
import java.util.Map;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Our own file, {@code .slipway/config.yaml}: everything, or what the platforms' files do not say. */
public final class SlipwayFile {
    public static final String PATH = ".slipway/config.yaml";

    private SlipwayFile() {}

    static void check(YamlDocument document, SchemaCheck schema) {
        schema.check(document, JsonPointer.empty(), document.tree(), Schemas.Format.SLIPWAY);
    }

    static void add(YamlDocument document, MergedTree assembly, Problems problems) {
        for (Map.Entry<String, JsonNode> section : document.tree().properties()) {
            JsonPointer at = JsonPointer.empty().appendProperty(section.getKey());
            if (UpsunFiles.SECTIONS.contains(section.getKey())) {
                UpsunFiles.addSection(section, document, assembly, problems);
            } else if (!UpsunFiles.NOT_APPLIED.contains(section.getKey())) {
                assembly.put(section.getKey(), section.getValue(), document, at);
            }
        }
    }
}
