package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an environment is reached. The target is the authority on what is live in it, and holds its lock: a lease with a fencing
 * token, the deployment's number. When the holder vanishes the target itself brings the old release back.
 */
public interface Target {
    /** What is live in an environment now; empty if nothing was ever deployed to it here. */
    Optional<Live> inspect(String project, String environment);

    /**
     * Takes the environment's lock, waiting as asked.
     *
     * @param waiting told who holds the lock, each time that changes
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if the lock is not to be had; the message names the holder
     */
    Lock lock(LockRequest request, WaitListener listener, Cancellation cancellation) throws InterruptedException;

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
     * @param outcome how the newest deployment ended; null for none, and while one is under way
     */
    record Live(
            @Nullable Integer release,
            int deployment,
            int highest,
            String health,
            @Nullable String holder,
            @Nullable DeploymentOutcome outcome) {
        /** How that deployment ended; null if it was never announced here, or another was announced after it. */
        public @Nullable DeploymentOutcome outcomeOf(int number) {
            return outcome != null && outcome.deployment() == number ? outcome : null;
        }
    }
}
