package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * From when until when a deployment was live.
 *
 * @param until null if it still is
 */
@Restricted(NoExternalUse.class)
public record LiveTime(Date since, @CheckForNull Date until) {
    /** By the records as they are now; null if it never was. */
    @CheckForNull
    static LiveTime of(@NonNull String project, @NonNull String environment, int number) {
        DeploymentRecords records = SlipwayStore.get().records().deployments();
        Optional<Deployment> deployment =
                records.find(project, environment, number).filter(each -> each.state() == Deployment.State.LIVE);
        return deployment
                .map(each -> new LiveTime(
                        ended(each),
                        records.nextLive(project, environment, number)
                                .map(LiveTime::ended)
                                .orElse(null)))
                .orElse(null);
    }

    private static Date ended(Deployment deployment) {
        Instant ended = deployment.ended();
        return Date.from(ended == null ? deployment.started() : ended);
    }
}
