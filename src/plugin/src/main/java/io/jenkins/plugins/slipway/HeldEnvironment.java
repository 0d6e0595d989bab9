package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * An environment that nobody may change, as the page of a job shows it: a command was at work there whose run is over, and whose
 * agent cannot be asked.
 *
 * @param holder who wanted the change, and by what build
 * @param agent its name
 */
@Restricted(NoExternalUse.class)
public record HeldEnvironment(String project, String environment, String holder, String agent) {
    /** Of a command that has a claim. */
    @NonNull
    static HeldEnvironment of(@NonNull RunningCommand command) {
        EnvironmentClaim claim = command.claim();
        if (claim == null) {
            throw new IllegalArgumentException("The command on ‘" + command.node() + "’ holds nothing");
        }
        return new HeldEnvironment(claim.project(), claim.environment(), claim.holder(), command.node());
    }
}
