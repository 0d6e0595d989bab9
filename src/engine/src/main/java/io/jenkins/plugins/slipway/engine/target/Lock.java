package io.jenkins.plugins.slipway.engine.target;

import java.util.Optional;

/**
 * An environment's lock, held. Closing it without {@link #begin} changes nothing; closing it in the middle of a deployment, or
 * losing the process that holds it, leaves the deployment to the target if that undoes by itself, and else to the next holder.
 */
public interface Lock extends AutoCloseable {
    /** What is live, as of holding the lock. */
    Target.Live live();

    /**
     * Announces the deployment whose steps follow.
     *
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if a higher number was seen already
     */
    LeasedDeployment begin(ReleaseSpec spec);

    /**
     * Takes up a deployment that another process began and did not end.
     *
     * @return empty if there is nothing to take up: the target undoes by itself, and has
     */
    default Optional<Settlement> resume(InterruptedDeployment interrupted) {
        return Optional.empty();
    }

    @Override
    void close();
}
