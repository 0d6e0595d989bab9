package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import io.jenkins.plugins.slipway.engine.gate.VerdictRecords;
import io.jenkins.plugins.slipway.engine.journal.Journal;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.release.ReleaseRecords;
import io.jenkins.plugins.slipway.engine.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What deploying reaches the world through.
 *
 * @param journals folder of all journals; a deployment's is {@code <project>/<environment>/<number>} below it
 */
public record DeployPorts(
        Target target,
        ArtifactStore artifacts,
        ReleaseRecords releases,
        DeploymentRecords deployments,
        VerdictRecords verdicts,
        Requirements requirements,
        JournalFactory journal,
        Path journals,
        Clock clock) {

    /** The folder of a deployment's journal and logs. */
    public Path journalOf(String project, String environment, int deployment) {
        return journals.resolve(project).resolve(environment).resolve(Integer.toString(deployment));
    }

    /** Knows whether a release has met what an environment requires of it. */
    @FunctionalInterface
    public interface Requirements {
        /**
         * @param today the project as declared today
         * @throws io.jenkins.plugins.slipway.engine.RefusedException naming each environment whose requirement is not met
         */
        void check(ProjectConfig today, EnvironmentConfig environment, Release release);
    }

    @FunctionalInterface
    public interface JournalFactory {
        /** A new journal in a folder that does not exist yet. */
        Journal create(Path folder) throws IOException;
    }
}
