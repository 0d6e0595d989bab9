package io.jenkins.plugins.slipway.engine.config.yaml;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The key {@code <<}: takes over what another mapping has and this one has not. */
final class MergeKeys {
    private MergeKeys() {}

    static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getValue().equals("<<");
    }

    /** The mappings to merge, the first wins; empty if the value is neither a mapping nor a list of mappings. */
    static List<MappingNode> sources(Node value) {
        if (value instanceof MappingNode mapping) {
            return List.of(mapping);
        }
        var sources = new ArrayList<MappingNode>();
        if (value instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (!(item instanceof MappingNode mapping)) {
                    return List.of();
                }
                sources.add(mapping);
            }
        }
        return sources;
    }
}
