package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.problem.Place;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import io.jenkins.plugins.slipway.engine.config.schema.SchemaCheck;
import io.jenkins.plugins.slipway.engine.config.schema.SchemaPart;
import io.jenkins.plugins.slipway.engine.config.schema.Schemas;
import io.jenkins.plugins.slipway.engine.config.yaml.FileSearch;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlDocument;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Platform.sh's files: one per application, wherever it is, and a folder for what they share. */
final class PlatformshFiles {
    static final String FOLDER = ".platform";
    static final String APPLICATION = FileSearch.PLATFORMSH_APPLICATION;
    private static final String APPLICATIONS = FOLDER + "/applications.yaml";
    private static final String ROUTES = FOLDER + "/routes.yaml";
    private static final String SERVICES = FOLDER + "/services.yaml";
    private final YamlReader reader;
    private final SchemaCheck schema;
    private final MergedTree assembly;
    private final Problems problems;
    private boolean complete = true;

    PlatformshFiles(YamlReader reader, SchemaCheck schema, MergedTree assembly) {
        this.reader = reader;
        this.schema = schema;
        this.assembly = assembly;
        this.problems = reader.problems();
    }

    /** Reads all files; returns false if one of them could not be read, so that what it declares is unknown. */
    boolean readAll(List<String> applicationFiles) {
        if (reader.files().exists(APPLICATIONS)) {
            YamlDocument document = read(APPLICATIONS);
            if (document != null) {
                applications(document);
            }
        }
        for (String file : applicationFiles) {
            boolean failedBefore = problems.failed();
            YamlDocument document = read(file);
            if (document == null && problems.failed() == failedBefore && complete) {
                problems.error(
                        Place.ofFile(file),
                        "empty",
                        "the file is empty and declares no application",
                        "write ‘name: …’ and ‘type: …’, or remove the file");
            } else if (document != null && isOtherForm(document)) {
                complete = false;
            } else if (document != null) {
                int slash = file.lastIndexOf('/');
                application(document, JsonPointer.empty(), "", slash < 0 ? "" : file.substring(0, slash));
            }
        }
        section("services", SERVICES, Schemas.Format.PLATFORMSH_SERVICES);
        section("routes", ROUTES, Schemas.Format.PLATFORMSH_ROUTES);
        return complete;
    }

    /** Whether a file that is one application holds what other files hold, which is said then. */
    private boolean isOtherForm(YamlDocument document) {
        JsonNode elsewhere =
                SchemaPart.root(Schemas.Format.PLATFORMSH_APPLICATION).node().path("x-elsewhere");
        boolean other = false;
        for (String section : UpsunFiles.SECTIONS) {
            if (document.tree().path(section).isContainer() && !document.tree().has("name")) {
                other = true;
                JsonPointer at = JsonPointer.empty().appendProperty(section);
                problems.error(
                        document.key(at),
                        "not-allowed-here",
                        "‘" + section + "’ stands in a file that is one application",
                        elsewhere.path(section).asString(""));
            }
        }
        return other;
    }

    private @org.jspecify.annotations.Nullable YamlDocument read(String file) {
        boolean failedBefore = problems.failed();
        YamlDocument document = reader.read(file);
        if (document == null) {
            complete &= !problems.failed() || failedBefore;
            return null;
        }
        return document.tree().isNull() ? null : document;
    }

    private void applications(YamlDocument document) {
        JsonNode tree = document.tree();
        if (tree.isArray()) {
            for (int i = 0; i < tree.size(); i++) {
                application(document, JsonPointer.empty().appendIndex(i), "", "");
            }
        } else if (tree.isObject()) {
            for (String name : tree.propertyNames()) {
                if (name.startsWith(".")) {
                    continue;
                }
                application(document, JsonPointer.empty().appendProperty(name), name, "");
            }
        } else {
            problems.error(
                    document.value(JsonPointer.empty()),
                    "type",
                    Values.shown(tree) + " stands where applications are expected",
                    "write a list of applications, or a mapping by name");
        }
    }

    /** @param key the name that the application has by its place; empty if it must say it itself */
    private void application(YamlDocument document, JsonPointer at, String key, String folder) {
        JsonNode section = document.tree().at(at);
        if (!(section instanceof ObjectNode object)) {
            schema.check(document, at, section, Schemas.Format.PLATFORMSH_APPLICATION);
            return;
        }
        ObjectNode named = object;
        if (!key.isEmpty() && !object.has("name")) {
            named = JsonNodeFactory.instance.objectNode().put("name", key);
            named.setAll(object);
        }
        schema.check(document, at, named, Schemas.Format.PLATFORMSH_APPLICATION);
        String name = named.path("name").asString("");
        if (name.isEmpty()) {
            return;
        }
        ObjectNode normalised = object.deepCopy();
        normalised.remove("name");
        if (!folder.isEmpty() && !normalised.path("source").has("root")) {
            ObjectNode source = normalised.path("source") instanceof ObjectNode declared
                    ? declared
                    : JsonNodeFactory.instance.objectNode();
            source.put("root", folder);
            normalised.set("source", source);
        }
        Place before = assembly.add("applications", name, normalised, document, at);
        if (before != null) {
            problems.error(
                    document.value(at.appendProperty("name")),
                    "declared-twice",
                    "an application ‘" + name + "’ is already declared in " + before.file(),
                    "give each application its own name");
        }
    }

    private void section(String section, String file, Schemas.Format format) {
        if (!reader.files().exists(file)) {
            return;
        }
        YamlDocument document = read(file);
        if (document == null) {
            return;
        }
        schema.check(document, JsonPointer.empty(), document.tree(), format);
        for (Map.Entry<String, JsonNode> member : document.tree().properties()) {
            if (member.getKey().startsWith(".")) {
                continue;
            }
            assembly.add(
                    section,
                    member.getKey(),
                    member.getValue(),
                    document,
                    JsonPointer.empty().appendProperty(member.getKey()));
        }
    }
}
