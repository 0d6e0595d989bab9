package io.jenkins.plugins.slipway.engine.release;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which source tree each application of a release was built from. Kept in the release's configuration, beside what was declared. */
public final class SourceTrees {
    private static final String SECTION = "trees";

    private SourceTrees() {}

    /**
     * The configuration to keep for a release.
     *
     * @param config the normalised tree, left as it is
     * @param trees Git's names of the trees, by application
     */
    public static JsonNode into(JsonNode config, Map<String, String> trees) {
        ObjectNode result = (ObjectNode) config.deepCopy();
        ObjectNode section = result.putObject(SECTION);
        new TreeMap<>(trees).forEach(section::put);
        return result;
    }

    /** The tree of an application; empty if the release is older than this was noted. */
    public static Optional<String> of(Release release, String application) {
        JsonNode tree = release.config().path(SECTION).path(application);
        return tree.isString() ? Optional.of(tree.stringValue()) : Optional.empty();
    }
}
