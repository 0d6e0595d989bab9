package io.jenkins.plugins.slipway.engine.config.yaml;

import io.jenkins.plugins.slipway.engine.config.problem.Place;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The platforms' tags: {@code !include} puts a file's text, bytes or tree in its place, {@code !archive} names a folder.
 * Paths start at the file that holds the tag; where nothing is there, at the application's source root, then at the project.
 */
final class Tags {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final String MISSING =
            "add it, or correct the path: it starts at this file's folder, the application's root or the project";

    private final YamlReader reader;
    private final String file;
    private final Map<Node, YamlDocument> included;
    private final Deque<String> sourceRoots;

    Tags(YamlReader reader, String file, Map<Node, YamlDocument> included, Deque<String> sourceRoots) {
        this.reader = reader;
        this.file = file;
        this.included = included;
        this.sourceRoots = sourceRoots;
    }

    JsonNode resolve(Node node, PointerTrail at) {
        String tag = node.getTag().getValue();
        return switch (tag) {
            case "!include" -> include(node, at);
            case "!archive" -> archive(node, at);
            case "!file" -> file(node, at);
            default -> {
                reader.problems()
                        .error(
                                place(node, at),
                                "unknown-tag",
                                "the tag " + Values.quoted(tag) + " is not known",
                                "use ‘!include’, ‘!archive’ or ‘!file’, or put the text in quotes if it only starts with ‘!’");
                yield node instanceof ScalarNode scalar ? JSON.stringNode(scalar.getValue()) : JSON.nullNode();
            }
        };
    }

    private JsonNode archive(Node node, PointerTrail at) {
        if (node instanceof ScalarNode scalar) {
            return folder(node, at, scalar.getValue());
        }
        reader.problems()
                .error(place(node, at), "archive", "‘!archive’ is not followed by a path", "write !archive \"folder\"");
        return JSON.nullNode();
    }

    private JsonNode folder(Node node, PointerTrail at, String path) {
        reader.countInclude();
        if (find(path) == null) {
            missing(node, at, path);
        } else {
            notApplied(node, at, "no service here takes a packed archive: the folder's path is used instead");
        }
        return JSON.stringNode(path);
    }

    private JsonNode file(Node node, PointerTrail at) {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            reader.problems()
                    .error(place(node, at), "include", "‘!file’ is not followed by a path", "write !file \"path\"");
            return JSON.nullNode();
        }
        reader.countInclude();
        String target = find(scalar.getValue());
        if (target == null) {
            missing(node, at, scalar.getValue());
            return JSON.stringNode(failing(scalar.getValue()));
        }
        notApplied(node, at, "‘!file’ puts the file's text in its place, as ‘!include { type: string }’ does");
        byte[] bytes = read(node, at, scalar.getValue(), target);
        return JSON.stringNode(bytes == null ? "" : text(bytes));
    }

    private void notApplied(Node node, PointerTrail at, String instead) {
        reader.problems()
                .warning(() -> new Problems.Words(
                        place(node, at),
                        Problem.NOT_APPLIED,
                        "a platform's tag is read in another way on target local: " + instead,
                        "it may stay for other targets"));
    }

    private String text(byte[] bytes) {
        reader.countText(bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whoever runs this learns that a file is missing; leaving a hook out in silence would be worse. */
    private static String failing(String path) {
        return "echo '" + path.replace("'", "").replace("\n", " ")
                + ", included by the configuration, does not exist' >&2\nexit 66\n";
    }

    private JsonNode include(Node node, PointerTrail at) {
        String path = node instanceof ScalarNode scalar ? scalar.getValue() : text(node, "path");
        String type = node instanceof ScalarNode ? "yaml" : text(node, "type");
        if (path == null || path.isBlank()) {
            reader.problems()
                    .error(
                            place(node, at),
                            "include",
                            "‘!include’ says no path",
                            "write !include { type: string, path: scripts/build.sh }");
            return JSON.nullNode();
        }
        String kind = type == null ? "yaml" : type;
        if (kind.equals("archive")) {
            return folder(node, at, path);
        }
        reader.countInclude();
        String target = find(path);
        if (target == null) {
            if (kind.equals("yaml")) {
                reader.noteAbsent(file, at);
                reader.problems()
                        .error(() -> new Problems.Words(
                                place(node, at),
                                "missing-file",
                                "the included file " + Values.quoted(path) + " does not exist",
                                MISSING));
                return JSON.nullNode();
            }
            missing(node, at, path);
            return JSON.stringNode(failing(path));
        }
        return switch (kind) {
            case "string" -> {
                byte[] bytes = read(node, at, path, target);
                yield JSON.stringNode(bytes == null ? "" : text(bytes));
            }
            case "binary" -> {
                byte[] bytes = read(node, at, path, target);
                reader.countText(bytes == null ? 0 : bytes.length);
                yield JSON.stringNode(bytes == null ? "" : Base64.getEncoder().encodeToString(bytes));
            }
            case "yaml" -> tree(node, at, path, target);
            default -> {
                reader.problems()
                        .error(
                                place(node, at),
                                "include",
                                "‘!include’ has the type " + Values.quoted(kind),
                                "use string, binary, yaml or archive");
                yield JSON.nullNode();
            }
        };
    }

    private JsonNode tree(Node node, PointerTrail at, String path, String target) {
        if (reader.isReading(target)) {
            reader.problems()
                    .error(
                            place(node, at),
                            "cycle",
                            "the included file ‘" + path + "’ includes this one again",
                            "include each file once");
            return JSON.nullNode();
        }
        if (normalised(target) == null) {
            // Said where it is asked for, not of a file that is nobody's business.
            reader.problems()
                    .error(
                            place(node, at),
                            "outside-project",
                            "the included file " + Values.quoted(path)
                                    + " lies outside the project, and nothing outside is read",
                            "include a plain file of the project");
            return JSON.nullNode();
        }
        YamlDocument document = reader.read(target);
        if (document == null) {
            return JSON.nullNode();
        }
        included.put(node, document);
        return document.tree();
    }

    private byte @Nullable [] read(Node node, PointerTrail at, String path, String target) {
        try {
            return reader.files().read(target);
        } catch (ProjectFiles.Unreadable e) {
            reader.problems()
                    .error(
                            place(node, at),
                            e.rule(),
                            "the included file ‘" + path + "’ " + e.getMessage(),
                            "include a plain file of the project");
            return null;
        }
    }

    private void missing(Node node, PointerTrail at, String path) {
        reader.problems()
                .warning(() -> new Problems.Words(
                        place(node, at), "missing-file", Values.quoted(path) + " does not exist", MISSING));
    }

    private @Nullable String find(String path) {
        String relative = path.replaceFirst("^/+", "");
        int slash = file.lastIndexOf('/');
        Set<String> bases = new LinkedHashSet<>();
        bases.add(slash < 0 ? "" : file.substring(0, slash + 1));
        sourceRoots.forEach(root -> bases.add(SourceRoot.normalised(root) + "/"));
        bases.add("");
        for (String base : bases) {
            String candidate = normalised(base + relative);
            if (candidate != null && reader.files().exists(candidate)) {
                return candidate;
            }
        }
        // A path that climbs out is reported by whoever reads it.
        return normalised(bases.iterator().next() + relative) == null ? path : null;
    }

    /** The path without {@code .} and {@code ..}; null if it climbs out of the project. */
    private static @Nullable String normalised(String path) {
        var parts = new java.util.ArrayDeque<String>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return null;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private static @Nullable String text(Node node, String name) {
        return node instanceof MappingNode mapping && TreeBuilder.member(mapping, name) instanceof ScalarNode scalar
                ? scalar.getValue()
                : null;
    }

    private Place place(Node node, PointerTrail at) {
        Place place = YamlReader.place(file, node.getStartMark());
        return new Place(
                place.file(), place.line(), place.column(), at.pointer().toString());
    }
}
