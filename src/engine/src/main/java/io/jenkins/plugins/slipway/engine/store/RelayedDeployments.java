package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import io.jenkins.plugins.slipway.engine.environment.ReleaseUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deployments since the snapshot, passed on as they happen. */
final class RelayedDeployments implements DeploymentRecords {
    private final DeploymentRecords copy;
    private final ChangeFile changes;

    RelayedDeployments(DeploymentRecords copy, ChangeFile changes) {
        this.copy = copy;
        this.changes = changes;
    }

    @Override
    public Deployment begin(
            String project,
            String environment,
            Deployment.Kind kind,
            int release,
            @Nullable Integer previous,
            int above,
            Instant started,
            String by,
            String reason) {
        Deployment deployment = copy.begin(project, environment, kind, release, previous, above, started, by, reason);
        changes.append(new RecordChange.Begun(deployment));
        return deployment;
    }

    @Override
    public void data(Deployment deployment, Map<String, String> versions, Map<String, String> backups) {
        copy.data(deployment, versions, backups);
        changes.append(new RecordChange.DataNoted(
                deployment.project(), deployment.environment(), deployment.number(), versions, backups));
    }

    @Override
    public void end(
            Deployment deployment,
            Deployment.State state,
            Instant ended,
            String message,
            List<Deployment.PhaseRun> phases) {
        copy.end(deployment, state, ended, message, phases);
        changes.append(new RecordChange.Ended(
                deployment.project(), deployment.environment(), deployment.number(), state, ended, message, phases));
    }

    @Override
    public Optional<Deployment> find(String project, String environment, int number) {
        return copy.find(project, environment, number);
    }

    @Override
    public Optional<Deployment> live(String project, String environment) {
        return copy.live(project, environment);
    }

    @Override
    public List<Deployment> history(String project, String environment, int below, int limit) {
        return copy.history(project, environment, below, limit);
    }

    @Override
    public Optional<Deployment> nextLive(String project, String environment, int number) {
        return copy.nextLive(project, environment, number);
    }

    @Override
    public List<Deployment> running(String project) {
        return copy.running(project);
    }

    @Override
    public List<String> environments(String project) {
        return copy.environments(project);
    }

    @Override
    public List<ReleaseUse> uses(String project) {
        return copy.uses(project);
    }
}
