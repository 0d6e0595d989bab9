package io.jenkins.plugins.slipway.engine.config;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Platform.sh's files: one per application, wherever it is, and a folder for what they share. */
final class PlatformshFiles {
    static final String FOLDER = ".platform";
    static final String APPLICATION = ".platform.app.yaml";
    private static final String APPLICATIONS = FOLDER + "/applications.yaml";
    private static final String ROUTES = FOLDER + "/routes.yaml";
    private static final String SERVICES = FOLDER + "/services.yaml";
    private static final Set<String> SKIPPED = Set.of("vendor", "node_modules", ".next", ".git");

    /** Somebody's whole disk is not searched; the largest repositories stay below. */
    private static final int MOST_FILES = 2_000_000;

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

    /** The application files of a project, by path; the walk neither follows links nor enters folders of packages. */
    static List<String> list(Path root) throws IOException {
        var found = new ArrayList<String>();
        var visited = new AtomicInteger();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                Path name = folder.getFileName();
                return name != null && SKIPPED.contains(name.toString()) && !folder.equals(root)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (visited.incrementAndGet() > MOST_FILES) {
                    throw new IOException("more than " + MOST_FILES + " files, so this is hardly a project's folder");
                }
                if (file.endsWith(APPLICATION)) {
                    found.add(root.relativize(file).toString().replace('\\', '/'));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // A folder that nobody may enter holds no configuration for us.
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return List.copyOf(found);
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
