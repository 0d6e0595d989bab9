package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.release.QuarantineEvent;
import io.jenkins.plugins.slipway.engine.release.QuarantineEvent.Action;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.time.Instant;

/** Writes changes that happened elsewhere to the records, each once. */
final class RecordChanges {
    /** More verdicts, and more releases, than are made while changes are on their way. */
    private static final int RECENT = 50;

    private final SqlRecords records;

    RecordChanges(SqlRecords records) {
        this.records = records;
    }

    void apply(RecordChange change) {
        if (change instanceof RecordChange.Released made) {
            release(made);
        } else if (change instanceof RecordChange.Begun begun) {
            begin(begun.deployment());
        } else if (change instanceof RecordChange.DataNoted data) {
            Deployment deployment = deployment(data.project(), data.environment(), data.number());
            records.deployments().data(deployment, data.versions(), data.backups());
        } else if (change instanceof RecordChange.Ended ended) {
            Deployment deployment = deployment(ended.project(), ended.environment(), ended.number());
            if (deployment.state() == State.RUNNING || deployment.state() == ended.state()) {
                // Once more with its last phases, and with what went wrong in them.
                records.deployments().end(deployment, ended.state(), ended.ended(), ended.message(), ended.phases());
            }
        } else if (change instanceof RecordChange.Judged judged) {
            judge(judged.verdict());
        } else if (change instanceof RecordChange.Quarantined mark) {
            if (isNew(
                    mark.project(),
                    mark.release(),
                    Action.QUARANTINED,
                    mark.quarantine().since())) {
                records.releases().quarantine(mark.project(), mark.release(), mark.quarantine());
            }
        } else if (change instanceof RecordChange.Lifted lift) {
            if (isNew(lift.project(), lift.release(), Action.LIFTED, lift.at())) {
                records.releases().lift(lift.project(), lift.release(), lift.by(), lift.at(), lift.reason());
            }
        }
    }

    /** Not once more if others made releases since: one with this time of birth is this one. */
    Release release(RecordChange.Released made) {
        return records.releases().list(made.project(), RECENT).stream()
                .filter(release -> release.created().equals(Column.instant(made.created()))
                        && release.artifacts().equals(made.artifacts()))
                .findFirst()
                .orElseGet(() -> records.releases()
                        .release(
                                made.project(),
                                made.artifacts(),
                                made.config(),
                                made.commit(),
                                made.created(),
                                made.by()));
    }

    private void begin(Deployment there) {
        DeploymentRecords deployments = records.deployments();
        Deployment here = deployments
                .find(there.project(), there.environment(), there.number())
                .orElseGet(() -> deployments.begin(
                        there.project(),
                        there.environment(),
                        there.kind(),
                        there.release(),
                        there.previous(),
                        there.number() - 1,
                        there.started(),
                        there.by(),
                        there.reason()));
        boolean same = here.number() == there.number()
                && here.release() == there.release()
                && here.started().equals(Column.instant(there.started()));
        if (!same) {
            throw new RefusedException("Deployment " + there.number() + " of ‘" + there.environment()
                    + "’ was made in two places at once: the records have one of release " + here.release()
                    + " begun at " + here.started()
                    + ". Look at both machines with ‘slipway status’, then deploy again");
        }
    }

    private Deployment deployment(String project, String environment, int number) {
        return records.deployments()
                .find(project, environment, number)
                .orElseThrow(() -> new IllegalStateException(
                        "Deployment " + number + " of " + environment + " was never begun in the records"));
    }

    private void judge(Verdict verdict) {
        Instant at = Column.instant(verdict.at());
        boolean known = records.verdicts().list(verdict.project(), verdict.environment(), RECENT).stream()
                .anyMatch(other ->
                        other.release() == verdict.release() && other.at().equals(at));
        if (!known) {
            records.verdicts().add(verdict);
        }
    }

    private boolean isNew(String project, int release, Action action, Instant at) {
        Instant kept = Column.instant(at);
        return records.releases().quarantines(project, release).stream()
                .noneMatch((QuarantineEvent event) ->
                        event.action() == action && event.at().equals(kept));
    }
}
