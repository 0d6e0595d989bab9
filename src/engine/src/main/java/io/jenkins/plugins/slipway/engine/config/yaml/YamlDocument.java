package io.jenkins.plugins.slipway.engine.config.yaml;

import io.jenkins.plugins.slipway.engine.config.problem.Place;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * One YAML file: its tree, and where each part of it was written. Places are looked up only when there is something to
 * say, so a good file costs nothing for them.
 *
 * @param file relative to the project
 * @param tree aliases, merge keys and includes resolved
 * @param root as composed
 * @param includes documents that stand in the place of a node
 * @param members of its mappings, as far as they were asked for
 */
public record YamlDocument(String file, JsonNode tree, Node root, Map<Node, YamlDocument> includes, Members members) {
    public YamlDocument(String file, JsonNode tree, Node root, Map<Node, YamlDocument> includes) {
        this(file, tree, root, includes, new Members());
    }

    /** The place of the value at a pointer, or of the nearest part around it that exists. */
    public Place value(JsonPointer pointer) {
        return find(pointer, false);
    }

    /** The place of the key that a pointer ends with, or of the nearest part around it that exists. */
    public Place key(JsonPointer pointer) {
        return find(pointer, true);
    }

    /** Whether the value at a pointer is written without quotes. */
    public boolean isPlain(JsonPointer pointer) {
        return find(pointer).at instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN;
    }

    private Place find(JsonPointer pointer, boolean wantKey) {
        Found found = find(pointer);
        Node at = found.key != null && (wantKey && found.exact || isEmpty(found.at)) ? found.key : found.at;
        Optional<Mark> mark = at.getStartMark();
        return new Place(
                found.document.file,
                mark.map(m -> m.getLine() + 1).orElse(0),
                mark.map(m -> m.getColumn() + 1).orElse(0),
                pointer.toString());
    }

    /**
     * @param at the value, or the nearest part around it that exists
     * @param key of that value; null if it has none
     * @param exact whether it is the value that was looked for
     */
    private record Found(
            YamlDocument document, Node at, @Nullable Node key, boolean exact) {}

    private Found find(JsonPointer pointer) {
        YamlDocument document = this;
        Node node = root;
        Node key = null;
        JsonPointer rest = pointer;
        while (true) {
            YamlDocument included = document.includes.get(node);
            if (included != null) {
                // An empty rest means the value as a whole: the user wrote it where the tag stands.
                if (rest.matches()) {
                    break;
                }
                document = included;
                node = included.root;
                key = null;
                continue;
            }
            if (rest.matches()) {
                break;
            }
            Members.Member entry = document.child(node, rest);
            if (entry == null) {
                break;
            }
            rest = rest.tail();
            node = entry.value();
            key = entry.key();
        }
        return new Found(document, node, key, rest.matches());
    }

    /** A value that is not written has no useful place of its own: its mark is where the parser noticed. */
    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getValue().isEmpty()
                && node.getStartMark().isPresent()
                && node.getEndMark().isPresent()
                && node.getStartMark().get().getIndex()
                        == node.getEndMark().get().getIndex();
    }

    private Members.@Nullable Member child(Node node, JsonPointer pointer) {
        if (node instanceof SequenceNode sequence) {
            int index = pointer.getMatchingIndex();
            if (index < 0 || index >= sequence.getValue().size()) {
                return null;
            }
            Node item = sequence.getValue().get(index);
            return new Members.Member(item, item);
        }
        return node instanceof MappingNode mapping ? members.get(mapping, pointer.getMatchingProperty()) : null;
    }
}
