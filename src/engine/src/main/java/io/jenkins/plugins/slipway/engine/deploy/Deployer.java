package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentAttempt.Ended;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentAttempt.Failure;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.util.Map;

/** Makes a release live in an environment, or leaves there what was live before. */
public final class Deployer {
    private final DeployPorts ports;
    private final DeployPlanner planner;
    private final Fallback fallback;

    /** @param fallback plans the way back when a release that went live fails its watch */
    public Deployer(DeployPorts ports, Fallback fallback) {
        this.ports = ports;
        this.planner = new DeployPlanner(ports);
        this.fallback = fallback;
    }

    /** Knows where to go when a release turns out bad after it went live. */
    @FunctionalInterface
    public interface Fallback {
        /**
         * @param failed the plan that was carried out
         * @param reason what was found wrong
         * @throws RefusedException if there is nothing to go back to; the message says why
         */
        DeployPlan plan(DeployPlan failed, String reason);
    }

    /** See {@link DeployPlanner#plan(DeployRequest)}. */
    public DeployPlan plan(DeployRequest request) {
        return planner.plan(request);
    }

    /** See {@link DeployPlanner#preview(DeployRequest, Map, String)}. */
    public DeployPlan preview(DeployRequest request, Map<String, Digest> keys, String commit) {
        return planner.preview(request, keys, commit);
    }

    /**
     * Carries a plan out, be it of a deployment or of a rollback.
     *
     * @param cancellation before the release serves, brings back what was live; after that ends the watch
     * @throws RefusedException if it is not allowed (any more); nothing was changed
     * @throws DeploymentFailedException if it failed; the result says what serves now
     * @throws InterruptedException if interrupted while waiting for the lock; nothing was changed
     */
    public DeployResult act(DeployPlan plan, DeployListener listener, Cancellation cancellation)
            throws InterruptedException {
        Ended ended = new DeploymentAttempt(ports, planner, plan, listener, cancellation).run();
        Failure failure = ended.failure();
        if (failure == null) {
            return ended.result();
        }
        throw ended.bad()
                ? goBack(plan, ended.result(), failure, listener)
                : new DeploymentFailedException(failure.message(), ended.result(), failure.cause());
    }

    /** A release that fails its watch is taken back as a user would take it back: by a rollback. */
    private DeploymentFailedException goBack(
            DeployPlan plan, DeployResult result, Failure failure, DeployListener listener)
            throws InterruptedException {
        listener.note(failure.message());
        String outcome;
        State state = result.state();
        try {
            DeployPlan back = fallback.plan(plan, failure.message());
            listener.note("Rolling back to release " + back.release().number() + ".");
            Ended ended = new DeploymentAttempt(ports, planner, back, listener, Cancellation.never()).run();
            if (ended.result().state() == State.LIVE) {
                state = State.RESTORED;
                outcome = "Release " + back.release().number() + " is live again (deployment "
                        + ended.result().deployment() + "), and release " + result.release() + " is quarantined.";
            } else {
                outcome = "The rollback failed too: "
                        + (ended.failure() == null ? "" : ended.failure().message());
            }
        } catch (SlipwayException e) {
            outcome = "It stays live, as it was not rolled back: " + e.getMessage();
        }
        return new DeploymentFailedException(
                failure.message() + " " + outcome, result.withState(state), failure.cause());
    }
}
