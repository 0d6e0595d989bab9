package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import java.util.List;
import java.util.Set;

/**
 * One of the places that an environment's applications live in.
 *
 * @param label that its steps are named by; empty if it is the only place
 * @param applications that live there
 * @param holdsRequests whether requests wait there while releases switch
 */
record TargetPart(String label, Set<String> applications, boolean holdsRequests, Target target) {
    TargetPart {
        applications = Set.copyOf(applications);
    }

    PlanRequest own(PlanRequest request) {
        return request.of(own(request.applications()), own(request.config()));
    }

    ReleaseSpec own(ReleaseSpec spec) {
        return spec.of(own(spec.applications()), own(spec.config()));
    }

    InterruptedDeployment own(InterruptedDeployment whole) {
        return new InterruptedDeployment(
                whole.project(),
                whole.environment(),
                whole.number(),
                whole.release(),
                whole.previous(),
                whole.handles().stream()
                        .filter(handle -> handle.place().equals(label))
                        .map(this::unlabelled)
                        .toList());
    }

    PlannedStep labelled(PlannedStep step) {
        return label.isEmpty() ? step : step.in(label);
    }

    OperationHandle labelled(OperationHandle handle) {
        return label.isEmpty() ? handle : new OperationHandle(label + "." + handle.step(), label, handle.facts());
    }

    private OperationHandle unlabelled(OperationHandle handle) {
        return label.isEmpty()
                ? handle
                : new OperationHandle(handle.step().substring(label.length() + 1), "", handle.facts());
    }

    private List<ReleaseSpec.Artifact> own(List<ReleaseSpec.Artifact> all) {
        return all.stream()
                .filter(artifact -> applications.contains(artifact.application()))
                .toList();
    }

    private ProjectConfig own(ProjectConfig config) {
        return applications.containsAll(config.applications().keySet()) ? config : config.only(applications);
    }
}
