package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import io.jenkins.plugins.slipway.engine.gate.VerdictRecords;
import io.jenkins.plugins.slipway.engine.journal.Journal;
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
        JournalFactory journal,
        Path journals,
        Clock clock) {

    /** The folder of a deployment's journal and logs. */
    public Path journalOf(String project, String environment, int deployment) {
        return journalOf(journals, project, environment, deployment);
    }

    /**
     * The same for who only reads.
     *
     * @throws IllegalArgumentException if one of the names cannot be one
     */
    public static Path journalOf(Path journals, String project, String environment, int deployment) {
        return journals.resolve(Names.requirePlain("project", project))
                .resolve(Names.requirePlain("environment", environment))
                .resolve(Integer.toString(deployment));
    }

    @FunctionalInterface
    public interface JournalFactory {
        /** A new journal in a folder that does not exist yet. */
        Journal create(Path folder) throws IOException;
    }
}
