package io.jenkins.plugins.slipway.engine.target;

/**
 * What a place can promise. The engine asks whether it undoes by itself, and undoes in its stead where it does not.
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
}
