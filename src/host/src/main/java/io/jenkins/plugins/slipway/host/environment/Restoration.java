package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.host.environment.process.DataScripts;
import io.jenkins.plugins.slipway.host.environment.process.ReleaseProcesses;
import io.jenkins.plugins.slipway.host.environment.process.Scripts;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;
import io.jenkins.plugins.slipway.host.mount.Trees;
import io.jenkins.plugins.slipway.host.service.RequiredServices;
import io.jenkins.plugins.slipway.host.supervisor.TaggedProcesses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Brings back what was live before a deployment that failed, or whose deployer or daemon was lost. */
final class Restoration {
    private final EnvironmentRuntime runtime;
    private final Layout layout;

    Restoration(EnvironmentRuntime runtime) {
        this.runtime = runtime;
        this.layout = runtime.layout();
    }

    /**
     * Does nothing twice.
     *
     * @param reason why the deployment under way is taken back; the first one counts
     * @return the outcome, written down before it is returned
     */
    DeploymentOutcome restore(String reason, PhaseLog log) throws InterruptedException {
        EnvironmentState.Attempt attempt = runtime.installations().restoring(reason);
        try {
            runtime.keep(null);
            return attempt == null
                    ? asItIs(reason)
                    : undo(attempt, attempt.undoing() == null ? reason : attempt.undoing(), log);
        } finally {
            runtime.installations().restored();
        }
    }

    private DeploymentOutcome undo(EnvironmentState.Attempt attempt, String reason, PhaseLog log)
            throws InterruptedException {
        int token = attempt.next().spec().token();
        DeploymentOutcome outcome;
        try {
            endNext(attempt);
            outcome = bringBack(attempt, reason, log);
        } catch (SlipwayException e) {
            runtime.router().suspend();
            outcome = new DeploymentOutcome.Broken(token, null, String.valueOf(e.getMessage()), reason);
        }
        log.say(outcome.serving());
        runtime.installations().undone(outcome);
        runtime.router().settleNames();
        attempt.next().ports().values().forEach(runtime.tools().ports()::giveBack);
        remove(attempt.next());
        return outcome;
    }

    private DeploymentOutcome asItIs(String reason) {
        EnvironmentState state = runtime.state();
        if (state.ended() != null) {
            return state.ended();
        }
        Installation live = state.live();
        return live == null
                ? new DeploymentOutcome.Emptied(state.highest(), reason)
                : new DeploymentOutcome.Restored(state.highest(), live.spec().release(), reason);
    }

    private void endNext(EnvironmentState.Attempt attempt) throws InterruptedException {
        if (attempt.switching()) {
            runtime.router().hold(attempt.next());
            runtime.next().end(EnvironmentRuntime.GRACE);
        }
        TaggedProcesses.end(layout.tag(attempt.next().spec().token()), EnvironmentRuntime.GRACE);
    }

    private DeploymentOutcome bringBack(EnvironmentState.Attempt attempt, String reason, PhaseLog log)
            throws InterruptedException {
        int token = attempt.next().spec().token();
        Installation before = runtime.state().live();
        ReleaseProcesses processes = runtime.live();
        if (before == null || processes == null) {
            runtime.tools().objects().restore(attempt.next().spec(), null, log.sink());
            runtime.router().suspend();
            runtime.services().retain(RequiredServices.NONE);
            return new DeploymentOutcome.Emptied(token, reason);
        }
        List<String> faults = new ArrayList<>();
        attempt(faults, () -> runtime.tools().objects().restore(attempt.next().spec(), before.spec(), log.sink()));
        attempt(faults, () -> undoData(attempt, before, log));
        if (attempt.switching()) {
            attempt(faults, () -> {
                runtime.services().start(before.required(), null, log::say, Cancellation.never());
                runtime.services().retain(before.required());
                processes.start(log);
                processes.awaitHealthy(log, Cancellation.never());
            });
        }
        // Also if it is not whole: what can be answered is answered, and its processes are started again and again.
        processes.keepUp();
        String untaken = runtime.router().serve(before).trouble();
        if (!untaken.isEmpty()) {
            faults.add(untaken);
        }
        int release = before.spec().release();
        return faults.isEmpty()
                ? new DeploymentOutcome.Restored(token, release, reason)
                : new DeploymentOutcome.Broken(token, release, String.join("; ", faults), reason);
    }

    /** A part of the way back. That it fails does not keep the parts after it from being tried. */
    @FunctionalInterface
    private interface Part {
        void run() throws InterruptedException;
    }

    private static void attempt(List<String> faults, Part part) throws InterruptedException {
        try {
            part.run();
        } catch (SlipwayException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
    }

    private void undoData(EnvironmentState.Attempt attempt, Installation before, PhaseLog log)
            throws InterruptedException {
        DataScripts data = new DataScripts(layout, new Scripts(runtime.tools(), layout, runtime.secrets()));
        for (Map.Entry<String, String> undo : attempt.undo().entrySet()) {
            new BackupLoad(runtime, data).load(before, undo.getKey(), undo.getValue(), log, Cancellation.never());
        }
        if (attempt.switching()) {
            for (ApplicationConfig application : before.applications()) {
                if (!attempt.next().spec().dataChange().containsKey(application.name())) {
                    data.takeBack(before, attempt.next(), application.name(), log, Cancellation.never());
                }
            }
        }
    }

    private void remove(Installation installation) {
        try {
            for (var artifact : installation.spec().applications()) {
                Trees.remove(layout.release(installation.spec().token(), artifact.application()));
            }
        } catch (IOException e) {
            // The next deployment that goes live removes what is left.
            runtime.note(installation, "left-over", e.toString());
        }
    }
}
