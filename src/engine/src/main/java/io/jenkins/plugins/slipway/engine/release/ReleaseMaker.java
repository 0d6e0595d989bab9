package io.jenkins.plugins.slipway.engine.release;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import java.time.Clock;
import java.util.Map;

/**
 * Makes releases of what was built.
 *
 * @param by who makes them, as the records name it
 */
public record ReleaseMaker(ReleaseRecords records, Clock clock, String by) {
    /**
     * The release with these artifacts and this configuration: the project's newest one if it is just that, else a new one.
     *
     * @param artifacts of all applications of the project, by name
     * @param trees of the sources that they were built from, by application; they are kept with the configuration
     * @param commit that they were built from; empty if there is none
     */
    public Release make(ProjectConfig config, Map<String, Digest> artifacts, Map<String, String> trees, String commit) {
        return records.release(
                config.project(), artifacts, SourceTrees.into(config.source(), trees), commit, clock.instant(), by);
    }
}
