package io.jenkins.plugins.slipway.engine.config.yaml;

import io.jenkins.plugins.slipway.engine.config.problem.Place;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns composed nodes into a tree: aliases and merge keys resolved, tags obeyed, duplicate keys refused, growth bounded. */
final class TreeBuilder {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Longer ones are not meant to be numbers, and turning digits into a number takes time by their square. */
    private static final int LONGEST_NUMBER = 60;

    /** No name, path or expression of a configuration is as long. */
    private static final int LONGEST_KEY = 1_000;

    private final YamlReader reader;
    private final String file;
    private final Map<Node, YamlDocument> included = new IdentityHashMap<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<String> sourceRoots = new ArrayDeque<>();

    TreeBuilder(YamlReader reader, String file) {
        this.reader = reader;
        this.file = file;
    }

    /** The document; null if something in it cannot be turned into a tree at all. */
    @Nullable
    YamlDocument build(Node root) {
        return new YamlDocument(file, convert(root, PointerTrail.TOP), root, included);
    }

    private JsonNode convert(Node node, PointerTrail at) {
        reader.countValue();
        if (!open.add(node)) {
            error(node, at, "cycle", "an alias refers to a value that contains it", "write the value out");
            return JSON.nullNode();
        }
        try {
            String tag = node.getTag().getValue();
            if (!tag.startsWith(Tag.PREFIX)) {
                return new Tags(reader, file, included, sourceRoots).resolve(node, at);
            }
            if (node instanceof MappingNode mapping) {
                return object(mapping, at);
            }
            if (node instanceof SequenceNode sequence) {
                ArrayNode array = JSON.arrayNode();
                int index = 0;
                for (Node item : sequence.getValue()) {
                    array.add(convert(item, at.item(index++)));
                }
                return array;
            }
            return scalar((ScalarNode) node, at);
        } finally {
            open.remove(node);
        }
    }

    private JsonNode object(MappingNode mapping, PointerTrail at) {
        ObjectNode object = JSON.objectNode();
        String sourceRoot = sourceRoot(mapping);
        if (sourceRoot != null) {
            sourceRoots.push(sourceRoot);
        }
        var lines = new HashMap<String, Integer>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            if (MergeKeys.isMerge(keyNode)) {
                continue;
            }
            if (!(keyNode instanceof ScalarNode scalar)) {
                error(
                        keyNode,
                        at,
                        "key-not-text",
                        "a list or mapping is used as a key",
                        "use text as key, and quote what begins with ‘{’ or ‘[’");
                continue;
            }
            String key = scalar.getValue();
            Integer before = lines.putIfAbsent(key, line(keyNode));
            PointerTrail there = at.key(key);
            if (key.length() > LONGEST_KEY) {
                error(
                        keyNode,
                        at,
                        "too-long",
                        "the key " + Values.quoted(key) + " has " + key.length() + " characters",
                        "write a key of at most " + LONGEST_KEY + " characters");
                continue;
            }
            if (before != null) {
                error(
                        keyNode,
                        there,
                        "duplicate-key",
                        "the key " + Values.quoted(key) + " is already set in line " + before,
                        "keep one of the two");
                continue;
            }
            object.set(key, convert(tuple.getValueNode(), there));
        }
        merge(mapping, object, at);
        if (sourceRoot != null) {
            sourceRoots.pop();
        }
        return object;
    }

    private void merge(MappingNode mapping, ObjectNode object, PointerTrail at) {
        boolean second = false;
        for (NodeTuple tuple : mapping.getValue()) {
            if (!MergeKeys.isMerge(tuple.getKeyNode())) {
                continue;
            }
            if (second) {
                error(
                        tuple.getKeyNode(),
                        at.key("<<"),
                        "duplicate-key",
                        "the merge key ‘<<’ is already set in this mapping",
                        "write one ‘<<: [*a, *b]’");
            }
            second = true;
            var sources = MergeKeys.sources(tuple.getValueNode());
            if (sources.isEmpty()) {
                error(
                        tuple.getKeyNode(),
                        at,
                        "merge-key",
                        "the merge key ‘<<’ has a value that is not a mapping",
                        "give it an alias of a mapping, or a list of them");
            }
            for (MappingNode source : sources) {
                JsonNode merged = convert(source, at);
                if (merged.isObject()) {
                    merged.properties().forEach(member -> {
                        if (!object.has(member.getKey())) {
                            object.set(member.getKey(), member.getValue());
                        }
                    });
                }
            }
        }
    }

    private JsonNode scalar(ScalarNode node, PointerTrail at) {
        String text = node.getValue();
        reader.countText(text.length());
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(text.equalsIgnoreCase("true"));
        }
        if (text.length() > LONGEST_NUMBER) {
            return JSON.stringNode(text);
        }
        if (Yaml11Booleans.isWord(text)) {
            reader.noteOldBoolean();
        }
        try {
            if (tag.equals(Tag.INT)) {
                return integer(text);
            }
            if (tag.equals(Tag.FLOAT)) {
                return floating(node, text, at);
            }
        } catch (NumberFormatException e) {
            error(node, at, "number", "‘" + text + "’ is not a number", "write a number, or remove the tag");
        }
        return JSON.stringNode(text);
    }

    private static JsonNode integer(String text) {
        BigInteger value;
        if (text.startsWith("0o")) {
            value = new BigInteger(text.substring(2), 8);
        } else if (text.startsWith("0x")) {
            value = new BigInteger(text.substring(2), 16);
        } else {
            value = new BigInteger(text.startsWith("+") ? text.substring(1) : text);
        }
        if (value.bitLength() < 32) {
            return JSON.numberNode(value.intValue());
        }
        return value.bitLength() < 64 ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
    }

    private JsonNode floating(ScalarNode node, String text, PointerTrail at) {
        double value = Double.parseDouble(text.replaceFirst("^\\+", ""));
        // JSON has no such numbers, and YAML's .inf and .nan do not parse above.
        if (!Double.isFinite(value)) {
            return JSON.stringNode(text);
        }
        if (isVersion(at)) {
            return JSON.stringNode(text);
        }
        if (text.endsWith("0") && !text.endsWith(".0") && text.contains(".")) {
            reader.problems()
                    .warning(() -> new Problems.Words(
                            place(node, at),
                            "number-loses-digits",
                            "‘" + text + "’ is a number and becomes " + value,
                            "put it in quotes if it is a version or other text"));
        }
        return JSON.numberNode(value);
    }

    /** Whether a value is the version of a dependency: 1.10 is not 1.1 there, with or without quotes. */
    private static boolean isVersion(PointerTrail at) {
        PointerTrail language = at.parent();
        PointerTrail dependencies = language == null ? null : language.parent();
        return dependencies != null && "dependencies".equals(dependencies.key());
    }

    private static @Nullable String sourceRoot(MappingNode mapping) {
        return member(mapping, "source") instanceof MappingNode source
                        && member(source, "root") instanceof ScalarNode root
                ? root.getValue()
                : null;
    }

    static @Nullable Node member(MappingNode mapping, String name) {
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
                return tuple.getValueNode();
            }
        }
        return null;
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private void error(Node node, PointerTrail at, String rule, String message, String next) {
        reader.problems().error(() -> new Problems.Words(place(node, at), rule, message, next));
    }

    private Place place(Node node, PointerTrail at) {
        Place place = YamlReader.place(file, node.getStartMark());
        return new Place(
                place.file(), place.line(), place.column(), at.pointer().toString());
    }
}
