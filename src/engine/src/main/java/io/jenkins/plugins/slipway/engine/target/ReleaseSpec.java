package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a target needs to make a release live.
 *
 * @param token the deployment's number: the fencing token
 * @param release number of the release
 * @param applications in the order in which to start them
 * @param config the configuration that the release was built with
 * @param environment the environment as declared today
 * @param journalFolder absolute path where the target may write logs of its own
 * @param backup whether data is backed up before anything changes
 * @param dataChange what happens to data, by application; empty for nothing
 */
public record ReleaseSpec(
        String project,
        int token,
        int release,
        List<Artifact> applications,
        ProjectConfig config,
        EnvironmentConfig environment,
        String commit,
        String journalFolder,
        boolean backup,
        Map<String, DataChange> dataChange) {

    /** The same for some of the applications. */
    ReleaseSpec of(List<Artifact> some, ProjectConfig theirs) {
        return new ReleaseSpec(
                project, token, release, some, theirs, environment, commit, journalFolder, backup, dataChange);
    }

    /** An application of the release with the tree its artifact was built from. */
    public record Artifact(String application, Digest digest, String treeId) {}

    /** What a rollback does to an application's data. */
    public sealed interface DataChange {
        /** Runs the live (bad) release's {@code down} script, before its mounts are taken away. */
        record Down(String toVersion, @Nullable String fromVersion) implements DataChange {}

        /** Loads a backup with the target release's {@code restore} script. */
        record Restore(String backupFile) implements DataChange {}
    }
}
