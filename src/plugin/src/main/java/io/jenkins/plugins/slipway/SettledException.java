package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;

/** A failure that stays one even if the agent is gone: what led to it is not to be tried again when the agent is back. */
final class SettledException extends AbortException {
    private static final long serialVersionUID = 1L;

    SettledException(@NonNull String message) {
        super(message);
    }
}
