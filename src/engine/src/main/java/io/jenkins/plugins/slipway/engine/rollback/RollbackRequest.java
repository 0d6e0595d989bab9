package io.jenkins.plugins.slipway.engine.rollback;

import io.jenkins.plugins.slipway.engine.deploy.DeployRequest;

/**
 * The wish to go back.
 *
 * @param deploy where, who, how long to wait; its release is the one to go back to, or null for the last good one
 * @param data what is done about data that the bad release changed
 * @param reason why the live release is bad; empty for a sentence of Slipway's own
 */
public record RollbackRequest(DeployRequest deploy, DataPolicy data, String reason) {
    /** What happens to data. */
    public enum DataPolicy {
        /** It stays as it is. */
        NONE,
        /** The down scripts take it to the schema version that was recorded when the release was last live. */
        DOWN,
        /** The backup that was taken when the release was replaced is loaded; what was written since is lost. */
        RESTORE
    }
}
