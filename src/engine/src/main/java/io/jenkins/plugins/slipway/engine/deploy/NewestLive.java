package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import io.jenkins.plugins.slipway.engine.release.ReleaseRecords;
import io.jenkins.plugins.slipway.engine.target.RecordedLive;
import java.util.Optional;

/** What the records have as live, for places that know bytes rather than numbers. */
public record NewestLive(DeploymentRecords deployments, ReleaseRecords releases) implements RecordedLive {
    @Override
    public Optional<Recorded> newest(String project, String environment) {
        return deployments
                .live(project, environment)
                .flatMap(live -> releases.find(project, live.release())
                        .map(release -> new Recorded(live.number(), live.release(), release.artifacts())));
    }
}
