package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import io.jenkins.plugins.slipway.engine.target.Target;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is live in an environment: what its target says. The records answer only for an environment that the target does not know,
 * such as one that lives on another agent.
 */
public final class LiveNow {
    private final Target target;
    private final DeploymentRecords records;

    public LiveNow(Target target, DeploymentRecords records) {
        this.target = target;
        this.records = records;
    }

    /** The deployment that made it live, and its release. */
    public record Live(int deployment, int release) {}

    /** What serves; empty if nothing does. */
    public Optional<Live> in(String project, String environment) {
        return in(project, environment, target.inspect(project, environment));
    }

    /** The deployment that serves; empty if nothing does, or if somebody is changing the place just now. */
    public OptionalInt undisturbed(String project, String environment) {
        Optional<Target.Live> known = target.inspect(project, environment);
        boolean changing = known.map(Target.Live::holder).isPresent()
                || records.running(project).stream()
                        .anyMatch(running -> running.environment().equals(environment));
        return changing
                ? OptionalInt.empty()
                : in(project, environment, known).stream()
                        .mapToInt(Live::deployment)
                        .findFirst();
    }

    private Optional<Live> in(String project, String environment, Optional<Target.Live> known) {
        return known.isPresent() ? serving(known.get()) : recorded(project, environment);
    }

    private Optional<Live> recorded(String project, String environment) {
        return records.live(project, environment)
                .map(deployment -> new Live(deployment.number(), deployment.release()));
    }

    private static Optional<Live> serving(Target.Live live) {
        @Nullable Integer release = live.release();
        return release == null ? Optional.empty() : Optional.of(new Live(live.deployment(), release));
    }
}
