package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.problem.Place;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import io.jenkins.plugins.slipway.engine.config.schema.SchemaCheck;
import io.jenkins.plugins.slipway.engine.config.schema.Schemas;
import io.jenkins.plugins.slipway.engine.config.yaml.FileSearch;
import io.jenkins.plugins.slipway.engine.config.yaml.ProjectFiles;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlDocument;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Upsun's files: every {@code .yaml} and {@code .yml} directly in {@code .upsun}, merged. */
final class UpsunFiles {
    static final String FOLDER = FileSearch.UPSUN;
    static final Set<String> SECTIONS = Set.of("applications", "services", "routes");
    /** Sections that are known and mean nothing here. */
    static final Set<String> NOT_APPLIED = Set.of("tasks", "authorizations");

    private UpsunFiles() {}

    /** The files in the order of their names; empty if there is no such folder. */
    static List<String> find(ProjectFiles files, Problems problems) throws IOException {
        if (!files.isDirectory(FOLDER)) {
            if (files.exists(FOLDER)) {
                problems.error(
                        Place.ofFile(FOLDER),
                        "outside-project",
                        "this is not a folder of the project, or it is a link that leads out of it",
                        "make it a plain folder");
            }
            return List.of();
        }
        return few(files.upsunFiles(), FOLDER, problems);
    }

    /** The files that one reading takes; that there are more is said. */
    static List<String> few(List<String> names, String place, Problems problems) {
        if (names.size() <= ProjectFiles.MOST_FILES) {
            return names;
        }
        problems.error(
                Place.ofFile(place),
                "too-large",
                names.size() + " files of configuration are more than one reading takes",
                "keep at most " + ProjectFiles.MOST_FILES);
        return names.subList(0, ProjectFiles.MOST_FILES);
    }

    static List<YamlDocument> read(List<String> names, YamlReader reader) {
        var documents = new ArrayList<YamlDocument>();
        for (String name : names) {
            YamlDocument document = reader.read(name);
            if (document != null && !document.tree().isNull()) {
                documents.add(document);
            }
        }
        return documents;
    }

    static void check(YamlDocument document, SchemaCheck schema) {
        schema.check(document, JsonPointer.empty(), document.tree(), Schemas.Format.UPSUN);
    }

    static void add(YamlDocument document, MergedTree assembly, Problems problems) {
        for (Map.Entry<String, JsonNode> section : document.tree().properties()) {
            if (SECTIONS.contains(section.getKey())) {
                addSection(section, document, assembly, problems);
            }
        }
    }

    static void addSection(
            Map.Entry<String, JsonNode> section, YamlDocument document, MergedTree assembly, Problems problems) {
        for (Map.Entry<String, JsonNode> member : section.getValue().properties()) {
            if (member.getKey().startsWith(".")) {
                continue;
            }
            JsonPointer at =
                    JsonPointer.empty().appendProperty(section.getKey()).appendProperty(member.getKey());
            Place before = assembly.add(section.getKey(), member.getKey(), member.getValue(), document, at);
            if (before != null) {
                problems.error(
                        document.key(at),
                        "declared-twice",
                        Values.quoted(member.getKey()) + " is already declared in " + before.file() + " line "
                                + before.line(),
                        "keep one of the two, or rename one");
            }
        }
    }
}
