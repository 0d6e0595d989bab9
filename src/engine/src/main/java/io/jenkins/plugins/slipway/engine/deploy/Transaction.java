package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.OnFailure;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentAttempt.Ended;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentAttempt.Failure;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Operation;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.Stage;
import io.jenkins.plugins.slipway.engine.target.StepResult;
import io.jenkins.plugins.slipway.engine.target.Target;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The part of a deployment that changes the environment. Whatever happens before the commit brings back what was live; whatever
 * happens after it leaves the new release live.
 */
final class Transaction {
    private static final String VERSION = "data-version/";
    private static final String BACKUP = "backup/";

    private final DeployPorts ports;
    private final DeployPlan plan;
    private final Deployment record;
    private final LeasedDeployment leased;
    private final DeploymentRecorder recorder;
    private final Cancellation cancellation;
    private final DeploymentRecovery recovery;
    private final Map<String, String> versions = new TreeMap<>();
    private final Map<String, String> backups = new TreeMap<>();
    private List<String> urls = List.of();
    private boolean recorded;
    private String message = "";

    Transaction(
            DeployPorts ports,
            DeployPlan plan,
            Deployment record,
            LeasedDeployment leased,
            DeploymentRecorder recorder,
            Cancellation cancellation) {
        this.ports = ports;
        this.plan = plan;
        this.record = record;
        this.leased = leased;
        this.recorder = recorder;
        this.cancellation = cancellation;
        this.recovery = new DeploymentRecovery(ports);
    }

    Ended run() {
        try {
            List<PlannedStep> steps = plan.planned().stream()
                    .filter(step -> step.stage() != Stage.SETTLE)
                    .toList();
            for (PlannedStep step : steps) {
                boolean last = step == steps.get(steps.size() - 1);
                StepResult result = perform(step, last);
                if (step.stage() == Stage.PREPARE) {
                    noteData(result.facts());
                }
            }
        } catch (RuntimeException | InterruptedException e) {
            return undo(e);
        }
        return live();
    }

    /** @param last whether the deployment is final when the step is done */
    private StepResult perform(PlannedStep step, boolean last) throws InterruptedException {
        String phase = step.name();
        recorder.next(phase);
        if (cancellation.isCancelled()) {
            throw new LifecycleFailedException("it was cancelled before phase ‘" + phase + "’");
        }
        long begun = System.nanoTime();
        StepResult result;
        boolean begins = false;
        try {
            Operation operation = leased.operation(step);
            begins = true;
            recorder.started(operation);
            result = operation.run(recorder.phaseLog(phase), cancellation);
            if (last) {
                commit();
            }
        } catch (RuntimeException | InterruptedException e) {
            recorder.mustGoOn();
            if (!begins) {
                recorder.started(phase);
            }
            recorder.say(phase, message(e));
            recorder.ended(phase, PhaseState.FAILED, since(begun), Map.of("message", message(e)));
            throw e;
        }
        recorder.ended(phase, result.skipped() ? PhaseState.SKIPPED : PhaseState.DONE, since(begun), result.facts());
        return result;
    }

    /** What a later rollback needs to know must be in the records before anything changes. */
    private void noteData(Map<String, String> facts) {
        facts.forEach((name, value) -> {
            if (name.startsWith(VERSION)) {
                versions.put(name.substring(VERSION.length()), value);
            } else if (name.startsWith(BACKUP)) {
                backups.put(name.substring(BACKUP.length()), value);
            }
        });
        if (facts.isEmpty()) {
            return;
        }
        ports.deployments().data(record, versions, backups);
        plan.versionsThen().forEach((application, then) -> {
            String now = versions.get(application);
            if (now != null && !now.equals(then) && !plan.dataChange().containsKey(application)) {
                recorder.note("The data of ‘" + application + "’ is at schema version " + now
                        + "; when release " + record.release() + " was last live it was " + then
                        + ". The data stays as it is.");
            }
        });
    }

    private void commit() {
        try {
            leased.commit();
        } catch (RuntimeException e) {
            // The answer may have been lost after the target had committed. It is the authority.
            if (ports.target()
                    .inspect(record.project(), record.environment())
                    .filter(live -> live.deployment() == record.number())
                    .isEmpty()) {
                throw e;
            }
        }
    }

    private Ended undo(Exception cause) {
        // An interrupt has done its work by now; what follows must not be cut short by it.
        boolean interrupted = Thread.interrupted() || cause instanceof InterruptedException;
        recorder.mustGoOn();
        String why = message(cause);
        DeploymentOutcome outcome = plan.environment().onFailure() == OnFailure.KEEP ? keep(why) : restore(why);
        message = outcome == null ? why : outcome.message();
        State state = outcome == null ? State.RUNNING : outcome.state();
        if (outcome != null) {
            end(state);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        String told = "Release " + record.release() + " was not deployed to environment ‘" + record.environment()
                + "’ (deployment " + record.number() + "): " + why + (why.endsWith(".") ? " " : ". ")
                + (outcome == null ? unanswered() : outcome.serving());
        if (cause instanceof RuntimeException bug && !foreseen(bug)) {
            // Not a failure of the release but a bug of ours: the environment is safe, the trace must be seen.
            recorder.note(told);
            throw bug;
        }
        return new Ended(result(state), new Failure(told, cause), false);
    }

    private String unanswered() {
        return ports.target()
                        .capabilities(record.project(), record.environment())
                        .undoesByItself()
                ? "The target does not answer; it restores what was live by itself. ‘slipway status’ shows the result."
                : "It could not be taken back now. The next command on the environment does that, and says what is live.";
    }

    /** A connection that breaks is foreseen as well: the other end may be killed. */
    private static boolean foreseen(RuntimeException e) {
        return e instanceof SlipwayException || e instanceof UncheckedIOException;
    }

    private @Nullable DeploymentOutcome keep(String why) {
        recorder.event("keep", Map.of());
        try {
            return leased.keep(why);
        } catch (RuntimeException e) {
            recorder.note("It could not be left as it failed (" + message(e) + ").");
            return restore(why);
        }
    }

    /** Null if the target does not answer: it restores alone then, and the record is closed by what it says of that. */
    private @Nullable DeploymentOutcome restore(String why) {
        recorder.event("restore-started", Map.of());
        DeploymentOutcome outcome;
        try {
            outcome = leased.restore(why, recorder.sink("restore"));
        } catch (RuntimeException | InterruptedException e) {
            outcome = asTheTargetSays(why, e);
        }
        recorder.event(
                "restore-ended",
                outcome == null
                        ? Map.of("state", State.RUNNING.name())
                        : Map.of("state", outcome.state().name(), "text", outcome.serving()));
        return outcome;
    }

    /** The target did not answer in the middle of a restore, which it then finishes alone. */
    private @Nullable DeploymentOutcome asTheTargetSays(String why, Exception cause) {
        try {
            return ports.target()
                    .inspect(record.project(), record.environment())
                    .map(live ->
                            live.highest() > record.number() ? overtaken(why, live) : live.outcomeOf(record.number()))
                    .orElse(null);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
            recorder.note("The target does not answer (" + message(cause) + ").");
            return null;
        }
    }

    /** This one was taken back before another was announced; what serves is what that one left. */
    private DeploymentOutcome overtaken(String why, Target.Live live) {
        Integer serves = live.release();
        return serves == null
                ? new DeploymentOutcome.Emptied(record.number(), why)
                : new DeploymentOutcome.Restored(record.number(), serves, why);
    }

    private Ended live() {
        recorder.mustGoOn();
        recorder.event("committed", Map.of("release", record.release()));
        urls = urlsNow();
        if (quarantinePrevious()) {
            end(State.LIVE);
        }
        String failed = null;
        String watch = null;
        for (PlannedStep step : plan.planned()) {
            if (step.stage() == Stage.SETTLE) {
                String wrong = settle(step);
                failed = failed == null ? wrong : failed;
                watch = isWatch(step) && wrong != null ? wrong : watch;
            }
        }
        this.message = failed == null ? "" : failed;
        if (failed == null) {
            return Ended.well(result(State.LIVE));
        }
        boolean bad = watch != null && !cancellation.isCancelled();
        String message = "Release " + record.release() + " is live in environment ‘" + record.environment()
                + "’ (deployment " + record.number() + "), but " + failed;
        return new Ended(result(State.LIVE), new Failure(message, new LifecycleFailedException(failed)), bad);
    }

    /** A step after the commit: what goes wrong in it is told and changes nothing. */
    private @Nullable String settle(PlannedStep step) {
        if (isWatch(step) && plan.environment().watch().isZero()) {
            recorder.started(step.name());
            recorder.ended(step.name(), PhaseState.SKIPPED, 0, Map.of());
            return null;
        }
        try {
            perform(step, false);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancellation.cancel();
            return "phase ‘" + step.name() + "’ was interrupted.";
        } catch (RuntimeException e) {
            return "phase ‘" + step.name() + "’ did not succeed: " + message(e);
        }
    }

    /** A release that fails this one is bad. */
    private static boolean isWatch(PlannedStep step) {
        String name = Phase.WATCH.key();
        return step.name().equals(name) || step.name().equals(step.place() + "." + name);
    }

    /** Before the record is ended: a rollback that dies in between is found running, and {@link DeploymentRecovery} does it. */
    private boolean quarantinePrevious() {
        try {
            recovery.quarantinePrevious(record);
            return true;
        } catch (RuntimeException e) {
            recorder.note("Release " + record.previous() + " could not be quarantined (" + message(e)
                    + "). The next command that reads the records will do it.");
            return false;
        }
    }

    private void end(State state) {
        try {
            ports.deployments().end(record, state, ended(), message, recorder.phases());
            recorded = true;
            recorder.event("deployment-ended", Map.of("state", state.name(), "message", message));
        } catch (RuntimeException e) {
            recorder.note("The records could not be written (" + message(e) + "). The deployment itself is "
                    + (state == State.LIVE ? "done" : "over") + "; the next command that looks at the records"
                    + " writes down how it ended.");
        }
    }

    /** Writes down the last phases too, after the lock was given back. */
    Ended finish(Ended ended) {
        State state = ended.result().state();
        if (recorded) {
            end(state);
        }
        return new Ended(result(state), ended.failure(), ended.bad());
    }

    private DeployResult result(State state) {
        return new DeployResult(
                record.environment(),
                record.number(),
                record.release(),
                record.previous(),
                state,
                message,
                recorder.phases(),
                urls.isEmpty() ? urlsNow() : urls);
    }

    private List<String> urlsNow() {
        try {
            return leased.urls();
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    private Instant ended() {
        Instant now = ports.clock().instant();
        return now.isBefore(record.started()) ? record.started() : now;
    }

    static double since(long begunNanos) {
        return (System.nanoTime() - begunNanos) / 1e9;
    }

    static String message(Throwable e) {
        if (e instanceof InterruptedException) {
            return "it was interrupted";
        }
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
