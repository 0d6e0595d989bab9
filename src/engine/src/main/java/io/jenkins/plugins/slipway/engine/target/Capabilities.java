package io.jenkins.plugins.slipway.engine.target;

/**
 * What a place can promise. The engine asks for what is missing here elsewhere, or says in the plan that it is missing.
 *
 * @param locks whether the place itself holds the environment's lock; otherwise a lease in the records does
 * @param undoesByItself whether the place takes a deployment back when its deployer is lost; otherwise the next command does
 * @param holdsRequests whether requests wait while releases switch
 * @param runsHooks whether deploy hooks run there
 * @param keepsData whether data lives there that can be backed up and migrated
 */
public record Capabilities(
        boolean locks, boolean undoesByItself, boolean holdsRequests, boolean runsHooks, boolean keepsData) {
    /** A host daemon's. */
    public static final Capabilities HOST = new Capabilities(true, true, true, true, true);

    /** A place that is only written to: no daemon, no hooks, no data. */
    public static final Capabilities STORE = new Capabilities(false, false, false, false, false);

    /** What several places can promise together. */
    Capabilities and(Capabilities other) {
        return new Capabilities(
                locks && other.locks,
                undoesByItself && other.undoesByItself,
                holdsRequests && other.holdsRequests,
                runsHooks && other.runsHooks,
                keepsData && other.keepsData);
    }
}
