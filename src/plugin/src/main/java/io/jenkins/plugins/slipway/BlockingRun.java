package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** One run of the command, followed to its end by the thread of an executor: what a freestyle job needs. */
final class BlockingRun {
    private static final long POLL_MS = 500;

    private final Work work;
    private final Run<?, ?> run;
    private final FilePath workspace;
    private final Launcher launcher;
    private final TaskListener listener;

    BlockingRun(
            @NonNull Work work,
            @NonNull Run<?, ?> run,
            @NonNull FilePath workspace,
            @NonNull Launcher launcher,
            @NonNull TaskListener listener) {
        this.work = work;
        this.run = run;
        this.workspace = workspace;
        this.launcher = launcher;
        this.listener = listener;
    }

    /**
     * Runs it.
     *
     * @throws InterruptedException if the build was aborted; the command has ended, and what was live is live, when this is thrown
     * @throws IOException if it did not do what was asked, or the agent is gone
     */
    void toItsEnd() throws IOException, InterruptedException {
        Permissions.checkMayRun(work, run);
        String project = Asker.project(work.project(), run.getParent());
        String by = Asker.by(run);
        JsonNode known = UpToDate.isPossible(work) ? UpToDate.build(work, project, by, workspace, listener) : null;
        if (known != null) {
            Outcome.of(work, 0, known, run, null);
            return;
        }
        AgentStep step = AgentStep.start(work, project, by, workspace, launcher, new EnvVars(), listener);
        Integer exit = null;
        InterruptedException aborted = null;
        while (exit == null) {
            try {
                exit = step.poll(workspace, launcher, listener);
                if (exit == null) {
                    pause();
                }
            } catch (InterruptedException e) {
                if (aborted == null) {
                    listener.getLogger().println("Stopping; what was live stays live or comes back.");
                    step.stop(workspace, launcher);
                } else {
                    // Aborted again while it was ending: leave it to its end, which needs nobody here.
                    throw e;
                }
                aborted = e;
            }
        }
        JsonNode document = step.result(workspace);
        step.cleanUp(workspace);
        if (aborted != null) {
            throw aborted;
        }
        Outcome.of(work, exit, document, run, null);
    }

    /** There is no event to wait for: the command's end is seen by looking at its files. */
    private static void pause() throws InterruptedException {
        if (new CountDownLatch(1).await(POLL_MS, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("Nobody opens this latch");
        }
    }
}
