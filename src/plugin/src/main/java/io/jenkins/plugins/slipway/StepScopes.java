package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import io.jenkins.plugins.slipway.engine.store.StepScope;
import java.time.Instant;
import java.util.List;

/** What a step may change, by what the controller knows of it when it begins. */
final class StepScopes {
    private StepScopes() {}

    /** What the step of that assignment may change now. */
    @NonNull
    static StepScope of(@NonNull StepAssignment assignment, @NonNull SqlRecords records) {
        StepWork work = assignment.work();
        Integer release = work.release();
        String project = assignment.project();
        String environment = work.environment();
        String by = assignment.by();
        Instant now = Instant.now();
        return switch (work.verb()) {
            case BUILD -> work.releases() ? StepScope.build(project, by, now) : StepScope.look(project, by, now);
            case DEPLOY ->
                work.switches()
                        ? StepScope.deploy(project, environment, release, running(records, assignment), by, now)
                        : StepScope.look(project, by, now);
            case ROLLBACK ->
                work.switches()
                        ? StepScope.rollback(project, environment, release, running(records, assignment), by, now)
                        : StepScope.look(project, by, now);
            case GATE -> {
                // Whoever holds the environment is at work there: what runs is not abandoned.
                boolean held = EnvironmentQueue.get().holder(project, environment) != null;
                yield StepScope.gate(
                        project,
                        environment,
                        records.deployments()
                                .live(project, environment)
                                .map(Deployment::number)
                                .orElse(null),
                        held ? List.of() : running(records, assignment),
                        work.values("--rule").stream().map(GateRule::metricOf).toList(),
                        by,
                        now);
            }
        };
    }

    private static List<Integer> running(SqlRecords records, StepAssignment assignment) {
        return records.deployments().running(assignment.project()).stream()
                .filter(each -> each.environment().equals(assignment.work().environment()))
                .map(Deployment::number)
                .toList();
    }
}
