package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.FilePathUtils;

/** A command on an agent that may be at work, and the environment that is not free as long as it may be. */
final class RunningCommand implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(RunningCommand.class.getName());

    private final AgentStep step;
    private final String node;
    private final String remote;

    @CheckForNull
    private final EnvironmentClaim claim;

    /** Whether nobody follows it any more who has a run to tell of it. */
    private volatile boolean left;

    private volatile boolean told;

    /** @param claim null if it changes no environment */
    RunningCommand(
            @NonNull AgentStep step,
            @NonNull String node,
            @NonNull String remote,
            @CheckForNull EnvironmentClaim claim) {
        this.step = step;
        this.node = node;
        this.remote = remote;
        this.claim = claim;
    }

    @CheckForNull
    EnvironmentClaim claim() {
        return claim;
    }

    /** Whether it holds the environment of that key. */
    boolean holds(@NonNull String key) {
        EnvironmentClaim held = claim;
        return held != null && held.key().equals(key);
    }

    /** The name of its agent; empty for the controller itself. */
    @NonNull
    String node() {
        return node;
    }

    boolean isLeft() {
        return left;
    }

    void leave() {
        left = true;
    }

    /** The same command, of which nobody waits for the end. */
    @NonNull
    RunningCommand withoutClaim() {
        RunningCommand same = new RunningCommand(step, node, remote, null);
        same.left = true;
        same.told = told;
        return same;
    }

    /** Whether its agent can be asked now. */
    boolean isWithinReach() {
        return FilePathUtils.find(node, remote) != null;
    }

    /** The records take nothing more from it. */
    void disregard() {
        step.disregard();
    }

    /**
     * Tells it to stop, if that was not done, and takes over what it changed.
     *
     * @return whether it is known to have ended
     */
    synchronized boolean attend() throws InterruptedException {
        FilePath workspace = FilePathUtils.find(node, remote);
        if (workspace == null) {
            return false;
        }
        TaskListener nobody = TaskListener.NULL;
        try {
            Launcher launcher = workspace.createLauncher(nobody);
            if (!told) {
                step.stop(workspace, launcher);
                told = true;
            }
            if (!hasEnded(workspace, launcher, nobody)) {
                return false;
            }
            step.cleanUp(workspace);
        } catch (IOException e) {
            // The connection, most likely: it is tried again.
            LOGGER.log(Level.FINE, e, () -> "Cannot follow a command on ‘" + node + "’");
            return false;
        }
        return true;
    }

    private boolean hasEnded(FilePath workspace, Launcher launcher, TaskListener listener)
            throws IOException, InterruptedException {
        AgentStep.Progress progress = step.poll(workspace, launcher, listener, OutputStream.nullOutputStream());
        if (progress.refusal() != null) {
            // It may be at work none the less.
            LOGGER.log(
                    Level.WARNING,
                    "Of a command on ‘" + node + "’ no more changes are accepted: {0}",
                    progress.refusal());
        }
        return progress.exit() != null;
    }
}
