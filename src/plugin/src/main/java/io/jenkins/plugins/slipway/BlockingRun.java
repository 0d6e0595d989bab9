package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.FilePathUtils;
import tools.jackson.databind.JsonNode;

/** One run of the command, followed to its end by the thread of an executor: what a freestyle job needs. */
final class BlockingRun {
    private static final long POLL_MS = 500;

    private final StepWork work;
    private final Run<?, ?> run;
    private final FilePath workspace;
    private final Launcher launcher;
    private final TaskListener listener;

    /** Set while the command may be at work. */
    @CheckForNull
    private RunningCommand running;

    BlockingRun(
            @NonNull StepWork work,
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
        StepCompletion completion = new StepCompletion(run, listener, null);
        StepPreparation preparation = StepPreparation.of(work, run, workspace, listener, null);
        JsonNode known = UpToDateCheck.isPossible(work)
                ? UpToDateCheck.build(preparation.assignment(), workspace, listener)
                : null;
        if (known != null) {
            completion.of(work, 0, known);
            return;
        }
        EnvironmentClaim claim = preparation.claim();
        try {
            if (claim != null) {
                await(claim);
            }
            preparation.sayWhy(listener);
            follow(preparation.assignment(), completion, claim);
        } finally {
            RunningCommand left = running;
            if (left != null) {
                // Such as when the agent is gone: whoever comes next waits until it has ended.
                listener.getLogger()
                        .println(
                                "The command may still be at work on its agent; it is told to stop when that can be asked"
                                        + (claim == null
                                                ? "."
                                                : ", and until it has ended nobody else changes ‘" + claim.environment()
                                                        + "’."));
                RunningCommands.get().leave(left);
            } else if (claim != null) {
                RunningCommands.get().remove(claim);
                EnvironmentQueue.get().giveBack(claim);
            }
        }
    }

    private void await(EnvironmentClaim claim) throws IOException, InterruptedException {
        try {
            EnvironmentQueue.get()
                    .ask(
                            claim,
                            work.patienceMs(),
                            holder -> listener.getLogger()
                                    .println("Waiting for ‘" + claim.environment() + "’, which is held by " + holder
                                            + "."))
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AbortException refusal) {
                throw refusal;
            }
            throw new IOException(e.getCause());
        }
    }

    private void follow(StepAssignment assignment, StepCompletion completion, @CheckForNull EnvironmentClaim claim)
            throws IOException, InterruptedException {
        String node = FilePathUtils.getNodeNameOrNull(workspace);
        if (node == null) {
            throw new AbortException(
                    "The agent of workspace " + workspace.getRemote() + " is gone; build again when it is back");
        }
        HookSecrets secrets = HookSecrets.of(work.credentials(), run);
        OutputStream log = MaskedLog.of(work, run, listener);
        AgentStep step = AgentStep.start(assignment, secrets, workspace, launcher, listener);
        RunningCommand command = new RunningCommand(step, node, workspace.getRemote(), claim);
        running = command;
        if (claim != null) {
            RunningCommands.get().add(command);
        }
        Integer exit = null;
        Exception aborted = null;
        long launched = System.currentTimeMillis();
        while (exit == null) {
            try {
                AgentStep.Progress progress = step.poll(workspace, launcher, listener, log);
                exit = progress.exit();
                if (exit == null) {
                    progress.requireNoRefusal();
                    AbortException late = aborted == null ? work.overdue(launched) : null;
                    if (late != null) {
                        aborted = late;
                        stop(step);
                    }
                    pause();
                } else {
                    running = null;
                    progress.requireNoRefusal();
                }
            } catch (InterruptedException e) {
                if (aborted == null) {
                    stop(step);
                } else {
                    // Aborted again while it was ending: leave it to its end, which needs nobody here.
                    throw e;
                }
                aborted = e;
            }
        }
        JsonNode document = aborted == null ? step.result(workspace) : step.left(workspace);
        log.close();
        completion.keep(document, step, workspace);
        step.cleanUp(workspace);
        if (aborted != null) {
            completion.aborted(work, document, aborted);
            if (aborted instanceof InterruptedException interrupt) {
                throw interrupt;
            }
            throw new AbortException(aborted.getMessage());
        }
        completion.of(work, exit, document);
    }

    private void stop(AgentStep step) throws IOException, InterruptedException {
        listener.getLogger().println(SlipwayExecution.STOPPING);
        step.stop(workspace, launcher);
    }

    /** There is no event to wait for: the command's end is seen by looking at its files. */
    private static void pause() throws InterruptedException {
        if (new CountDownLatch(1).await(POLL_MS, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("Nobody opens this latch");
        }
    }
}
