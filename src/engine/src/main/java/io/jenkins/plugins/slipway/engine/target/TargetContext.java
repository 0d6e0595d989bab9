package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What a place is reached with.
 *
 * @param home the state home, where a target may keep a folder of its own
 * @param variables of whoever deploys; credentials come in them
 */
public record TargetContext(Path home, Map<String, String> variables, ArtifactStore artifacts, Clock clock) {
    public TargetContext {
        variables = Map.copyOf(variables);
    }
}
