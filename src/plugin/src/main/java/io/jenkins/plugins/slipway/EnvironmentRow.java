package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * An environment as the page of a job shows it, by the records.
 *
 * @param release the live one, or null if none is
 * @param quarantine why the live release is marked bad; empty if it is not
 * @param deployment that made it live, or null
 * @param since when it went live, or null
 * @param by who made it live, and by what build; empty if none is live
 * @param verdict the newest over the live release, or null
 * @param latest how the newest deployment went if it is not the live one, else null
 */
@Restricted(NoExternalUse.class)
public record EnvironmentRow(
        String project,
        String environment,
        @CheckForNull Integer release,
        String quarantine,
        @CheckForNull Integer deployment,
        @CheckForNull Date since,
        String by,
        @CheckForNull StatusSymbol verdict,
        @CheckForNull Attempt latest) {

    /** A deployment that did not go live, or has not yet. */
    public record Attempt(int deployment, int release, StatusSymbol status) {}

    /** A row for each environment that the project was ever deployed to. */
    @NonNull
    static List<EnvironmentRow> of(@NonNull SqlRecords records, @NonNull String project) {
        return records.deployments().environments(project).stream()
                .map(environment -> of(records, project, environment))
                .toList();
    }

    private static EnvironmentRow of(SqlRecords records, String project, String environment) {
        Attempt latest = records.deployments().history(project, environment, 1).stream()
                .filter(newest -> newest.state() != Deployment.State.LIVE)
                .map(newest -> new Attempt(
                        newest.number(),
                        newest.release(),
                        StatusSymbol.of(newest.state().name())))
                .findFirst()
                .orElse(null);
        Optional<Deployment> live = records.deployments().live(project, environment);
        if (live.isEmpty()) {
            return new EnvironmentRow(project, environment, null, "", null, null, "", null, latest);
        }
        Deployment deployment = live.get();
        Instant ended = deployment.ended();
        return new EnvironmentRow(
                project,
                environment,
                deployment.release(),
                records.releases()
                        .find(project, deployment.release())
                        .map(Release::quarantine)
                        .map(Release.Quarantine::reason)
                        .orElse(""),
                deployment.number(),
                Date.from(ended == null ? deployment.started() : ended),
                deployment.by(),
                records.verdicts()
                        .latest(project, environment, deployment.release())
                        .map(Verdict::status)
                        .map(status -> StatusSymbol.of(status.name()))
                        .orElse(null),
                latest);
    }
}
