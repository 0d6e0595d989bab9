package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import io.jenkins.plugins.slipway.engine.environment.LeaseRecords;
import io.jenkins.plugins.slipway.engine.gate.VerdictRecords;
import io.jenkins.plugins.slipway.engine.release.ReleaseRecords;
import java.nio.file.Path;

/**
 * Records for a step that works where the real ones cannot be reached, such as on a build agent: they begin as a snapshot, and
 * everything written to them is also appended to a file, durable before the write returns. Whoever has the real records follows
 * the file with {@link StepChanges}, which writes there what the step may change.
 *
 * <p>A release made here has a number of its own there, if others made releases meanwhile. {@link ReleaseRecords#expire} refuses:
 * what is let go is decided where the real records are.
 */
public final class RelayedRecords implements Records {
    private final SqlRecords copy;
    private final ReleaseRecords releases;
    private final DeploymentRecords deployments;
    private final VerdictRecords verdicts;

    private RelayedRecords(SqlRecords copy, ChangeFile changes) {
        this.copy = copy;
        this.releases = new RelayedReleases(copy.releases(), changes);
        this.deployments = new RelayedDeployments(copy.deployments(), changes);
        this.verdicts = new RelayedVerdicts(copy.verdicts(), changes);
    }

    /** @param changes the file to append to; its folder exists */
    public static RelayedRecords open(RecordsSnapshot snapshot, Path changes) {
        return new RelayedRecords(SqlRecords.copyOf(snapshot), new ChangeFile(changes));
    }

    @Override
    public ReleaseRecords releases() {
        return releases;
    }

    @Override
    public DeploymentRecords deployments() {
        return deployments;
    }

    @Override
    public VerdictRecords verdicts() {
        return verdicts;
    }

    /** Those of the copy: who started the step keeps others out of its environment for as long as it runs. */
    @Override
    public LeaseRecords leases() {
        return copy.leases();
    }

    @Override
    public void close() {
        copy.close();
    }
}
