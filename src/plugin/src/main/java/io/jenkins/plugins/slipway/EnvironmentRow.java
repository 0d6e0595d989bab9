package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Run;
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
 * @param live null if nothing is
 * @param latest how the newest deployment went if it is not the live one, else null
 * @param holder who changes it now, or null
 */
@Restricted(NoExternalUse.class)
public record EnvironmentRow(
        String project,
        String environment,
        boolean production,
        @CheckForNull Live live,
        @CheckForNull Attempt latest,
        @CheckForNull String holder) {

    /**
     * What is live.
     *
     * @param commit as much of its revision as people read; empty if it is not known
     * @param quarantine why the release is marked bad; empty if it is not
     * @param deployment that made it live
     * @param by who made it live, and by what build
     * @param build where that build is, below the root of Jenkins; empty if it is gone or not the user's to see
     * @param verdict the newest over the release here, or null
     */
    public record Live(
            int release,
            String commit,
            String quarantine,
            int deployment,
            Date since,
            String by,
            String build,
            @CheckForNull StatusSymbol verdict) {
        private static final int READ = 10;

        /** Such as {@code 3 hr 5 min}. */
        public String span() {
            return Util.getTimeSpanString(Math.max(0, System.currentTimeMillis() - since.getTime()));
        }

        private static Live of(SqlRecords records, Deployment deployment) {
            String project = deployment.project();
            String environment = deployment.environment();
            Instant ended = deployment.ended();
            Optional<Release> release = records.releases().find(project, deployment.release());
            String commit = release.map(Release::commit).orElse("");
            return new Live(
                    deployment.release(),
                    commit.substring(0, Math.min(READ, commit.length())),
                    release.map(Release::quarantine)
                            .map(Release.Quarantine::reason)
                            .orElse(""),
                    deployment.number(),
                    Date.from(ended == null ? deployment.started() : ended),
                    deployment.by(),
                    buildOf(project, environment, deployment.number()),
                    records.verdicts()
                            .latest(project, environment, deployment.release())
                            .map(Verdict::status)
                            .map(status -> StatusSymbol.of(status.name()))
                            .orElse(null));
        }
    }

    /**
     * A deployment that did not go live, or has not yet.
     *
     * @param build as that of what is live
     */
    public record Attempt(int deployment, int release, StatusSymbol status, String build) {}

    /** A row for each environment that the project was ever deployed to: production last, as releases get there. */
    @NonNull
    static List<EnvironmentRow> of(@NonNull SqlRecords records, @NonNull String project) {
        return records.deployments().environments(project).stream()
                .map(environment -> of(records, project, environment))
                .sorted((one, other) -> Boolean.compare(one.production, other.production))
                .toList();
    }

    /** The newest deployment, if it did not go live or has not yet. */
    @NonNull
    static Optional<Deployment> attempt(
            @NonNull SqlRecords records, @NonNull String project, @NonNull String environment) {
        return records.deployments().history(project, environment, 1).stream()
                .filter(newest -> newest.state() != Deployment.State.LIVE)
                .findFirst();
    }

    @NonNull
    static EnvironmentRow of(@NonNull SqlRecords records, @NonNull String project, @NonNull String environment) {
        Attempt latest = attempt(records, project, environment)
                .map(newest -> new Attempt(
                        newest.number(),
                        newest.release(),
                        StatusSymbol.of(newest.state().name()),
                        buildOf(project, environment, newest.number())))
                .orElse(null);
        return new EnvironmentRow(
                project,
                environment,
                Projects.get().isProduction(project, environment),
                records.deployments()
                        .live(project, environment)
                        .map(live -> Live.of(records, live))
                        .orElse(null),
                latest,
                EnvironmentQueue.get().holder(project, environment));
    }

    private static String buildOf(String project, String environment, int deployment) {
        Run<?, ?> run = DeploymentRuns.find(project, environment, deployment);
        return run == null ? "" : run.getUrl() + "slipway/";
    }
}
