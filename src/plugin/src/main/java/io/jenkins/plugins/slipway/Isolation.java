package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import java.io.File;
import java.io.IOException;
import jenkins.agents.ControllerToAgentFileCallable;

/** What the controller's configuration says about sandboxes on agents. */
final class Isolation {
    private Isolation() {}

    /**
     * Makes the command's environment say it.
     *
     * @throws AbortException if sandboxes are required and the agent has none
     */
    static void apply(@NonNull FilePath workspace, @NonNull EnvVars variables)
            throws IOException, InterruptedException {
        String wanted = SlipwayConfiguration.get().getIsolation();
        if (wanted.equals(SlipwayConfiguration.OFF)) {
            variables.put(Sandboxes.SWITCH, "1");
        } else if (wanted.equals(SlipwayConfiguration.REQUIRED)) {
            String missing = workspace.act(new Ask());
            if (!missing.isEmpty()) {
                throw new AbortException("This controller requires sandboxes, and the agent of workspace "
                        + workspace.getRemote() + " has none: " + missing + "; choose another agent, or fix this one");
            }
        }
    }

    /** Why the agent's machine has no sandboxes; empty if it has. */
    private record Ask() implements ControllerToAgentFileCallable<String> {
        @Override
        public String invoke(File workspace, VirtualChannel channel) {
            return Sandboxes.availability() instanceof Sandboxes.Availability.NotEnforced none ? none.reason() : "";
        }
    }
}
