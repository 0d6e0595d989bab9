package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.problem.Place;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One tree put together from the parts of several files, which still knows where each part was written. */
final class MergedTree {
    private final ObjectNode tree = JsonNodeFactory.instance.objectNode();
    private final Map<String, Origin> origins = new LinkedHashMap<>();
    private final String mainFile;

    /** @param mainFile the file to name when a place belongs to none */
    MergedTree(String mainFile) {
        this.mainFile = mainFile;
    }

    private record Origin(YamlDocument document, JsonPointer pointer) {}

    /** The file to name when a place belongs to none. */
    String mainFile() {
        return mainFile;
    }

    ObjectNode tree() {
        return tree;
    }

    /** Puts a part that is not named, such as {@code order}, at the top. */
    void put(String section, JsonNode value, YamlDocument document, JsonPointer pointer) {
        tree.set(section, value);
        origins.put(JsonPointer.empty().appendProperty(section).toString(), new Origin(document, pointer));
    }

    /** Puts a named part into a section; returns where the name was first written if it is there already. */
    @Nullable
    Place add(String section, String name, JsonNode value, YamlDocument document, JsonPointer pointer) {
        if (!tree.path(section).isObject()) {
            tree.putObject(section);
        }
        ObjectNode members = (ObjectNode) tree.path(section);
        JsonPointer there = JsonPointer.empty().appendProperty(section).appendProperty(name);
        if (members.has(name)) {
            return key(there);
        }
        members.set(name, value);
        origins.put(there.toString(), new Origin(document, pointer));
        return null;
    }

    /** Where the value at a pointer into the whole tree was written. */
    Place value(JsonPointer pointer) {
        return find(pointer, false);
    }

    /** Where the key at the end of a pointer into the whole tree was written. */
    Place key(JsonPointer pointer) {
        return find(pointer, true);
    }

    private Place find(JsonPointer pointer, boolean key) {
        JsonPointer head = pointer;
        while (head != null) {
            Origin origin = origins.get(head.toString());
            if (origin != null) {
                JsonPointer rest = JsonPointer.compile(
                        pointer.toString().substring(head.toString().length()));
                JsonPointer inFile = origin.pointer().append(rest);
                return key ? origin.document().key(inFile) : origin.document().value(inFile);
            }
            head = head.head();
        }
        return new Place(mainFile, 0, 0, pointer.toString());
    }
}
