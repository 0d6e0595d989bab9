package io.jenkins.plugins.slipway.engine.target;

/**
 * An environment's lock, held. Closing it without {@link #begin} changes nothing; closing it in the middle of a deployment, or
 * losing the process that holds it, makes the target restore what was live before.
 */
public interface Lock extends AutoCloseable {
    /** What is live, as of holding the lock. */
    Target.Live live();

    /**
     * Announces the deployment whose phases follow.
     *
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if a higher number was seen already
     */
    LeasedDeployment begin(ReleaseSpec spec);

    @Override
    void close();
}
