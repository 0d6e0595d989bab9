package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a target makes its plan from.
 *
 * @param release number of the release
 * @param applications in the order in which to start them
 * @param config the configuration that the release was built with
 * @param environment the environment as declared today
 * @param previous number of the release that is live, or null
 * @param first whether nothing was ever deployed there
 * @param backup whether data is backed up first
 * @param dataChange what happens to data, by application; empty for nothing
 * @param dataActions the sentence that says so, by application
 */
public record PlanRequest(
        int release,
        List<ReleaseSpec.Artifact> applications,
        ProjectConfig config,
        EnvironmentConfig environment,
        @Nullable Integer previous,
        boolean first,
        boolean backup,
        Map<String, DataChange> dataChange,
        Map<String, String> dataActions) {
    public PlanRequest {
        applications = List.copyOf(applications);
        dataChange = Map.copyOf(dataChange);
        dataActions = Map.copyOf(dataActions);
    }

    /** The same for some of the applications. */
    PlanRequest of(List<ReleaseSpec.Artifact> some, ProjectConfig theirs) {
        return new PlanRequest(release, some, theirs, environment, previous, first, backup, dataChange, dataActions);
    }
}
