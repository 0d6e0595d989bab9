package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one build of a project: one entry per application that was asked for, in the project's order.
 *
 * @param commit revision of the sources, empty if there is no Git
 */
public record BuildOutcome(
        String project,
        String commit,
        List<BuiltApplication> applications,
        @Nullable String journal) {
    /** The artifacts, by application. */
    public Map<String, Digest> artifacts() {
        Map<String, Digest> artifacts = new LinkedHashMap<>();
        applications.forEach(built -> artifacts.put(built.name(), built.digest()));
        return artifacts;
    }

    /** Git's name of the source tree of each application, in the project's order. */
    public Map<String, String> trees() {
        Map<String, String> trees = new LinkedHashMap<>();
        applications.forEach(built -> trees.put(built.name(), built.treeId()));
        return trees;
    }

    /**
     * Notes at each build that it is part of a release, so that a later one can say whose artifact it takes.
     *
     * @throws IOException if the store cannot be written
     */
    public void noteRelease(ArtifactStore store, int release) throws IOException {
        for (BuiltApplication built : applications) {
            store.noteRelease(built.key(), release);
        }
    }

    /**
     * @param treeId of the sources that it was built from
     * @param reasons whole sentences, why it was reused or built
     * @param seconds that deciding and building took
     */
    public record BuiltApplication(
            String name,
            Digest key,
            Digest digest,
            String treeId,
            boolean reused,
            List<String> reasons,
            double seconds) {}
}
