package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import java.util.List;

/**
 * What became of one build of a project: one entry per application that was asked for, in the project's order.
 *
 * @param commit revision of the sources, empty if there is no Git
 */
public record BuildOutcome(String project, String commit, List<BuiltApplication> applications) {
    /**
     * @param reasons whole sentences, why it was reused or built
     * @param seconds that deciding and building took
     */
    public record BuiltApplication(
            String name, Digest key, Digest digest, boolean reused, List<String> reasons, double seconds) {}
}
