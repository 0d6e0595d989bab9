package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment.RestoreResult;
import io.jenkins.plugins.slipway.host.mount.Trees;
import io.jenkins.plugins.slipway.host.service.Demand;
import io.jenkins.plugins.slipway.host.supervisor.ProcessTree;
import java.io.IOException;
import java.util.Map;

/** Brings back what was live before a deployment that failed, or whose deployer or daemon was lost. */
final class Restoration {
    private final Station station;
    private final Layout layout;

    Restoration(Station station) {
        this.station = station;
        this.layout = station.layout();
    }

    RestoreResult restore(PhaseLog log) throws InterruptedException {
        station.restoring(true);
        station.keep(null);
        try {
            return undo(log);
        } finally {
            station.restoring(false);
        }
    }

    private RestoreResult undo(PhaseLog log) throws InterruptedException {
        EnvironmentState.Attempt attempt = station.state().attempt();
        if (attempt == null) {
            return asItIs();
        }
        RestoreResult result;
        try {
            endNext(attempt);
            result = bringBack(attempt, log);
        } catch (SlipwayException e) {
            result = new RestoreResult.Broken(String.valueOf(e.getMessage()));
        }
        station.update(state -> state.withAttempt(null));
        station.forgetNext();
        station.settleNames();
        attempt.next().ports().values().forEach(station.tools().ports()::giveBack);
        remove(attempt.next());
        // There may be room now for what could not be written before.
        station.update(state -> state);
        return result;
    }

    private RestoreResult asItIs() {
        Installation live = station.state().live();
        return live == null
                ? new RestoreResult.Emptied()
                : new RestoreResult.Restored(live.spec().release());
    }

    private void endNext(EnvironmentState.Attempt attempt) throws InterruptedException {
        if (attempt.switching()) {
            station.hold(attempt.next());
            station.next().end(Station.GRACE);
        }
        ProcessTree.end(layout.tag(attempt.next().spec().token()), Station.GRACE);
    }

    private RestoreResult bringBack(EnvironmentState.Attempt attempt, PhaseLog log) throws InterruptedException {
        Installation before = station.state().live();
        ReleaseProcesses processes = station.live();
        if (before == null || processes == null) {
            station.tools().objects().restore(attempt.next().spec(), null, log.sink());
            station.suspend();
            station.services().retain(Demand.NONE);
            return new RestoreResult.Emptied();
        }
        String broken = "";
        try {
            station.tools().objects().restore(attempt.next().spec(), before.spec(), log.sink());
        } catch (SlipwayException e) {
            broken = String.valueOf(e.getMessage());
        }
        try {
            undoData(attempt, before, log);
        } catch (SlipwayException e) {
            broken = String.valueOf(e.getMessage());
        }
        try {
            if (attempt.switching()) {
                station.services().start(before.demand(), null, log::say, Cancellation.never());
                station.services().retain(before.demand());
                processes.start(log);
                processes.awaitHealthy(log, Cancellation.never());
            }
        } catch (SlipwayException e) {
            broken = String.valueOf(e.getMessage());
        }
        processes.keepUp();
        String trouble = station.serve(before).trouble();
        if (!trouble.isEmpty()) {
            return new RestoreResult.Broken(trouble);
        }
        log.say("release " + before.spec().release() + " serves again");
        return broken.isEmpty()
                ? new RestoreResult.Restored(before.spec().release())
                : new RestoreResult.Broken(broken);
    }

    private void undoData(EnvironmentState.Attempt attempt, Installation before, PhaseLog log)
            throws InterruptedException {
        DataSteps data = new DataSteps(layout, new Scripts(station.tools(), layout, station.secrets()));
        for (Map.Entry<String, String> undo : attempt.undo().entrySet()) {
            new BackupLoad(station, data).load(before, undo.getKey(), undo.getValue(), log, Cancellation.never());
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
            station.note(installation, "left-over", e.toString());
        }
    }
}
