package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How environments are reached. The target is the authority on what is live in them. The engine owns the {@linkplain Stage stages}
 * of a deployment; the target plans steps in them, starts each as an {@link Operation}, and says by its {@link Capabilities} what
 * it can promise.
 */
public interface Target {
    /** What the place of an environment can promise. */
    Capabilities capabilities(String project, String environment);

    /** What the place of one of its applications can promise. */
    default Capabilities capabilities(String project, String environment, String application) {
        return capabilities(project, environment);
    }

    /**
     * The steps of a deployment, in order. A value without effects: nothing is asked or touched.
     *
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if the place cannot hold what is asked
     */
    List<PlannedStep> plan(PlanRequest request);

    /** What is live in an environment now; empty if nothing was ever deployed to it here. */
    Optional<Live> inspect(String project, String environment);

    /**
     * Takes the environment's lock, waiting as asked.
     *
     * @param waiting told who holds the lock, each time that changes
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if the lock is not to be had; the message names the holder
     */
    Lock lock(LockRequest request, WaitListener listener, Cancellation cancellation) throws InterruptedException;

    /** What was changed by hand in an environment; empty for a place where nobody can. */
    default Optional<DriftPort> drift(String project, String environment) {
        return Optional.empty();
    }

    /** The data of an environment; empty for a place that keeps none. */
    default Optional<DataPort> data(String project, String environment) {
        return Optional.empty();
    }

    /** What the applications of an environment write; empty for a place where nothing runs, or nobody keeps it. */
    default Optional<LogPort> logs(String project, String environment) {
        return Optional.empty();
    }

    /** Takes variables for hooks; empty for a place that runs none. */
    default Optional<SecretPort> secrets() {
        return Optional.empty();
    }

    /**
     * @param timeout how long to wait for the lock at most
     */
    record LockRequest(String project, String environment, String holder, Wait policy, Duration timeout) {}

    @FunctionalInterface
    interface WaitListener {
        void waitingFor(String holder);
    }

    /**
     * What serves in an environment.
     *
     * @param release whose artifacts are live, null if the environment is empty (its first deployment failed)
     * @param deployment the newest one that went live here, 0 for none
     * @param highest the highest deployment number ever seen here, live or not
     * @param health {@code healthy}, {@code starting}, {@code failing} or {@code stopped}
     * @param holder who holds the lock, or null; a holder that is lost is named until the target has restored
     * @param outcome how the newest deployment ended; null for none, while one is under way, and where the place keeps none
     * @param artifacts what serves, by application, where the place itself knows; empty where it does not
     */
    record Live(
            @Nullable Integer release,
            int deployment,
            int highest,
            String health,
            @Nullable String holder,
            @Nullable DeploymentOutcome outcome,
            Map<String, Digest> artifacts) {
        public Live {
            artifacts = artifacts == null ? Map.of() : Map.copyOf(artifacts);
        }

        /** The same where the place knows its releases by number only. */
        public Live(
                @Nullable Integer release,
                int deployment,
                int highest,
                String health,
                @Nullable String holder,
                @Nullable DeploymentOutcome outcome) {
            this(release, deployment, highest, health, holder, outcome, Map.of());
        }

        /** How that deployment ended; null if it was never announced here, or another was announced after it. */
        public @Nullable DeploymentOutcome outcomeOf(int number) {
            return outcome != null && outcome.deployment() == number ? outcome : null;
        }
    }
}
