package io.jenkins.plugins.slipway.engine.artifact;

import io.jenkins.plugins.slipway.engine.Names;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an artifact is and what it was made from.
 *
 * @param artifact digest of the frozen content
 * @param bytes size of the content, unpacked
 * @param files number of entries
 * @param draft what was known before freezing
 */
public record Manifest(Digest artifact, long bytes, long files, Draft draft) {
    /**
     * What is known of a build before its output is frozen.
     *
     * @param key the build key
     * @param inputs everything the key covers, by name
     * @param commit the source revision if one is known
     * @param tools versions of declared tools
     * @param started when the build began; informational, never part of the digest
     */
    public record Draft(
            String project,
            String application,
            Digest key,
            SortedMap<String, String> inputs,
            @Nullable String commit,
            Map<String, String> tools,
            Instant started) {
        /** @throws IllegalArgumentException if project or application cannot be a name: stores make paths of them */
        public Draft {
            Names.requirePlain("project", project);
            Names.requirePlain("application", application);
        }
    }

    /** A source file and the digest of its content, in whatever form its version control gives it. */
    public record SourceFile(String path, String id) {}
}
