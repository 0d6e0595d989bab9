package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.FilePathUtils;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows one run of the command on an agent. Keeps only what it needs to find the run again: after a restart of the controller,
 * or when the agent comes back, it goes on following; it never starts the command twice.
 */
final class SlipwayExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(SlipwayExecution.class.getName());
    private static final long FIRST_POLL_MS = 100;
    private static final long LAST_POLL_MS = 2_000;

    /** What is said when a command is asked to end. */
    static final String STOPPING = "Stopping; what was live stays live or comes back.";

    private final StepWork work;

    @CheckForNull
    private volatile AgentStep step;

    /** Of the environment, from the wish to hold it to the end of the step. */
    @CheckForNull
    private volatile EnvironmentClaim claim;

    private volatile boolean waiting;
    private volatile String node = "";
    private volatile String remote = "";

    /** When its command was started, in milliseconds of the epoch. */
    private volatile long launched;

    @CheckForNull
    private volatile Throwable stopCause;

    private volatile boolean toldWaiting;
    private volatile boolean ended;

    /** Whether the command is known to have ended. */
    private volatile boolean done;

    @CheckForNull
    private transient OutputStream log;

    SlipwayExecution(@NonNull StepContext context, @NonNull StepWork work) {
        super(context);
        this.work = work;
    }

    @Override
    public boolean start() {
        submit(this::begin, 0);
        return false;
    }

    @Override
    public void onResume() {
        EnvironmentClaim held = claim;
        if (step == null && waiting && held != null) {
            // Whoever waited has not begun, and goes on waiting.
            submit(this::goOnWaiting, 0);
            return;
        }
        if (step == null) {
            // It was asking, or about to start. The command was not started, or nobody knows of it: do not start
            // another.
            fail(new AbortException("Jenkins stopped before this step had started its command."
                    + " Nothing was changed by it; run it again"));
            return;
        }
        if (held != null) {
            EnvironmentQueue.get().keep(held);
        }
        follow(FIRST_POLL_MS);
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        submit(() -> end(cause), 0);
    }

    @Override
    public String getStatus() {
        if (step == null) {
            return waiting ? "waiting for the environment" : "preparing";
        }
        return toldWaiting
                ? "waiting for the agent"
                : "following " + work.verb().word();
    }

    private synchronized void begin() throws Exception {
        if (ended) {
            return;
        }
        if (remote.isEmpty() && !findWorkspace()) {
            tellWaiting();
            submit(this::begin, LAST_POLL_MS);
            return;
        }
        onAgent(this::prepare, () -> submit(this::begin, LAST_POLL_MS));
    }

    /** Notes where the workspace is; false while its agent is away. Where it never comes back, Jenkins ends the node block. */
    private boolean findWorkspace() throws InterruptedException {
        try {
            FilePath workspace = require(FilePath.class);
            String name = FilePathUtils.getNodeNameOrNull(workspace);
            if (name == null) {
                return false;
            }
            node = name;
            remote = workspace.getRemote();
            return true;
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "no workspace yet", e);
            return false;
        }
    }

    private Part prepare(FilePath workspace) throws IOException, InterruptedException {
        TaskListener listener = require(TaskListener.class);
        workspace.mkdirs();
        StepPreparation preparation = preparation(workspace, listener);
        if (UpToDateCheck.isPossible(work)) {
            JsonNode document = UpToDateCheck.build(preparation.assignment(), workspace, listener);
            if (document != null) {
                return () -> succeed(completion().of(work, 0, document));
            }
        }
        EnvironmentClaim wish = preparation.claim();
        if (wish == null) {
            return launch(preparation, workspace);
        }
        return () -> {
            claim = wish;
            waiting = true;
            getContext().saveState();
            ask(wish);
        };
    }

    private StepPreparation preparation(FilePath workspace, TaskListener listener)
            throws IOException, InterruptedException {
        return StepPreparation.of(
                work, require(Run.class), workspace, listener, getContext().get(FlowNode.class));
    }

    private void goOnWaiting() throws IOException, InterruptedException {
        ask(Objects.requireNonNull(claim));
    }

    private void ask(EnvironmentClaim wish) throws IOException, InterruptedException {
        TaskListener listener = require(TaskListener.class);
        EnvironmentQueue.get()
                .ask(
                        wish,
                        work.patienceMs(),
                        holder -> listener.getLogger()
                                .println("Waiting for ‘" + wish.environment() + "’, which is held by " + holder + "."))
                .whenComplete((turn, refusal) -> {
                    if (refusal == null) {
                        submit(this::takeTurn, 0);
                    } else if (!ended) {
                        fail(refusal);
                    }
                });
    }

    private synchronized void takeTurn() throws Exception {
        if (ended) {
            return;
        }
        onAgent(
                workspace -> {
                    StepPreparation preparation = preparation(workspace, require(TaskListener.class));
                    waiting = false;
                    getContext().saveState();
                    return launch(preparation, workspace);
                },
                () -> {
                    // It has not begun, whether or not it was about to.
                    waiting = true;
                    submit(this::takeTurn, LAST_POLL_MS);
                });
    }

    private Part launch(StepPreparation preparation, FilePath workspace) throws IOException, InterruptedException {
        TaskListener listener = require(TaskListener.class);
        preparation.label(getContext().get(FlowNode.class));
        preparation.sayWhy(listener);
        HookSecrets secrets = HookSecrets.of(work.credentials(), require(Run.class));
        AgentStep started =
                AgentStep.start(preparation.assignment(), secrets, workspace, require(Launcher.class), listener);
        return () -> {
            step = started;
            launched = System.currentTimeMillis();
            getContext().saveState();
            EnvironmentClaim held = claim;
            if (held != null) {
                RunningCommands.get().add(new RunningCommand(started, node, remote, held));
            }
            follow(FIRST_POLL_MS);
        };
    }

    private void follow(long delay) {
        submit(() -> poll(delay), delay);
    }

    private synchronized void poll(long delay) throws Exception {
        AgentStep following = step;
        if (ended || following == null) {
            return;
        }
        onAgent(workspace -> look(following, workspace, delay), () -> follow(LAST_POLL_MS));
    }

    /**
     * Does what needs the agent, and then what needs it no more. What was not done, or broke with the connection in whatever way, is
     * done again when the agent is back: a text that ends too early looks like a wrong one, and a class that cannot be loaded like
     * an error of ours.
     */
    private void onAgent(AgentPart part, Runnable again) throws Exception {
        FilePath workspace = FilePathUtils.find(node, remote);
        if (workspace == null) {
            tellWaiting();
            again.run();
            return;
        }
        Part rest;
        try {
            rest = part.run(workspace);
        } catch (SettledException e) {
            throw e;
        } catch (IOException | RuntimeException | LinkageError e) {
            if (!(e instanceof AgentTool.GoneException) && AgentTool.isConnected(workspace)) {
                throw e;
            }
            LOGGER.log(Level.FINE, "lost the agent", e);
            again.run();
            return;
        }
        rest.run();
    }

    private void tellWaiting() throws IOException, InterruptedException {
        if (!toldWaiting) {
            toldWaiting = true;
            require(TaskListener.class)
                    .getLogger()
                    .println("The agent " + (node.isEmpty() ? "" : "‘" + node + "’ ") + "is not connected; "
                            + (step == null ? "" : "the command goes on there, and ") + "this step goes on"
                            + (step == null ? "" : " following it") + " when the agent is back.");
        }
    }

    private Part look(AgentStep following, FilePath workspace, long delay) throws IOException, InterruptedException {
        TaskListener listener = require(TaskListener.class);
        AgentStep.Progress progress =
                following.poll(workspace, workspace.createLauncher(listener), listener, log(listener));
        if (progress.spoke()) {
            // So that a killed controller does not say it all again.
            getContext().saveState();
        }
        Integer exit = progress.exit();
        done = exit != null;
        progress.requireNoRefusal();
        toldWaiting = false;
        if (exit == null) {
            return () -> {
                Throwable late = work.overdue(launched);
                if (late != null && stopCause == null) {
                    end(late);
                }
                follow(Math.min(LAST_POLL_MS, delay * 2));
            };
        }
        log(listener).close();
        log = null;
        StepCompletion completion = completion();
        Throwable cause = stopCause;
        if (cause != null) {
            JsonNode left = following.left(workspace);
            completion.keep(left, following, workspace);
            cleanUp(following, workspace);
            return () -> {
                completion.aborted(work, left, cause);
                fail(cause);
            };
        }
        JsonNode document = following.result(workspace);
        completion.keep(document, following, workspace);
        cleanUp(following, workspace);
        return () -> succeed(completion.of(work, exit, document));
    }

    private StepCompletion completion() throws IOException, InterruptedException {
        return new StepCompletion(
                require(Run.class), require(TaskListener.class), getContext().get(FlowNode.class));
    }

    /** Nobody waits for it: if the connection breaks here, the files go when the agent is back. */
    private void cleanUp(AgentStep ran, FilePath workspace) throws InterruptedException {
        try {
            ran.cleanUp(workspace);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "cannot remove the files of a step", e);
            if (!AgentTool.isConnected(workspace)) {
                RunningCommands.get().leave(new RunningCommand(ran, node, remote, null));
            }
        }
    }

    private OutputStream log(TaskListener listener) throws IOException, InterruptedException {
        OutputStream open = log;
        if (open == null) {
            open = MaskedLog.of(work, require(Run.class), listener);
            log = open;
        }
        return open;
    }

    private void succeed(Serializable value) {
        ended = true;
        giveBack();
        getContext().onSuccess(value);
    }

    private synchronized void end(Throwable cause) throws IOException, InterruptedException {
        if (ended) {
            return;
        }
        boolean again = stopCause != null;
        stopCause = cause;
        AgentStep following = step;
        if (following == null) {
            fail(cause);
            return;
        }
        FilePath workspace = FilePathUtils.find(node, remote);
        TaskListener listener = require(TaskListener.class);
        if (workspace != null) {
            if (!again) {
                listener.getLogger().println(STOPPING);
            }
            try {
                following.stop(workspace, workspace.createLauncher(listener));
                return;
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.FINE, "lost the agent while stopping", e);
            }
        }
        if (!done) {
            listener.getLogger()
                    .println("The agent ‘" + node
                            + "’ is not connected. The command there is told to stop as soon as the"
                            + " agent is back"
                            + (claim == null
                                    ? "."
                                    : "; until it has ended, nobody else changes ‘" + work.environment() + "’."));
            completion().aborted(work, JsonMapper.shared().createObjectNode(), cause);
        }
        fail(cause);
    }

    private <T> T require(Class<T> type) throws IOException, InterruptedException {
        T value = getContext().get(type);
        if (value == null) {
            throw new AbortException("The step needs a " + type.getSimpleName() + "; put it into a node block");
        }
        return value;
    }

    /** Runs a part of the step; whatever it throws is the step's failure. */
    private void submit(Part part, long delay) {
        Timer.get()
                .schedule(() -> Computer.threadPoolForRemoting.submit(() -> run(part)), delay, TimeUnit.MILLISECONDS);
    }

    private void run(Part part) {
        try {
            part.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        } catch (Exception | LinkageError e) {
            fail(e);
        }
    }

    private void fail(Throwable cause) {
        ended = true;
        AgentStep left = step;
        if (left != null && !done) {
            // It may be at work: whoever comes next waits until it has ended.
            RunningCommands.get().leave(new RunningCommand(left, node, remote, claim));
        } else {
            giveBack();
        }
        getContext().onFailure(cause);
    }

    private void giveBack() {
        EnvironmentClaim held = claim;
        if (held != null) {
            RunningCommands.get().remove(held);
            EnvironmentQueue.get().giveBack(held);
        }
    }

    private interface Part {
        void run() throws Exception;
    }

    private interface AgentPart {
        /** @return what is to be done then, once and without the agent */
        Part run(FilePath workspace) throws IOException, InterruptedException;
    }
}
