package io.jenkins.plugins.slipway.engine.config.yaml;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The members of a file's mappings by name, merged ones included; each mapping is gone through once, however many places are asked for. */
final class Members {
    private final Map<MappingNode, Map<String, Member>> known = new IdentityHashMap<>();

    /** A key as it was written, and its value. */
    record Member(Node key, Node value) {}

    @Nullable
    Member get(MappingNode mapping, String name) {
        return of(mapping, 0).get(name);
    }

    private Map<String, Member> of(MappingNode mapping, int depth) {
        Map<String, Member> before = known.get(mapping);
        if (before != null) {
            return before;
        }
        Map<String, Member> members = new HashMap<>();
        known.put(mapping, members);
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && !MergeKeys.isMerge(key)) {
                members.putIfAbsent(key.getValue(), new Member(key, tuple.getValueNode()));
            }
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (MergeKeys.isMerge(tuple.getKeyNode())) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    members.putIfAbsent(key.getValue(), new Member(key, tuple.getValueNode()));
                }
                for (MappingNode source : depth < YamlReader.DEEPEST
                        ? MergeKeys.sources(tuple.getValueNode())
                        : java.util.List.<MappingNode>of()) {
                    of(source, depth + 1).forEach(members::putIfAbsent);
                }
            }
        }
        return members;
    }
}
