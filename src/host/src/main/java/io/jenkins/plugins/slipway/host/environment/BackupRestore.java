package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.host.backup.Backups;
import io.jenkins.plugins.slipway.host.environment.process.DataScripts;
import io.jenkins.plugins.slipway.host.environment.process.ReleaseProcesses;
import io.jenkins.plugins.slipway.host.environment.process.Scripts;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;
import io.jenkins.plugins.slipway.host.home.AtomicFile;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup in the place of a live environment's data. What was there is saved first. A note on disk says that it is under way:
 * a daemon that is killed meanwhile is followed by one that finishes it.
 */
final class BackupRestore {
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final EnvironmentRuntime runtime;
    private final Layout layout;
    private final DataScripts data;
    private final BackupLoad load;

    BackupRestore(EnvironmentRuntime runtime) {
        this.runtime = runtime;
        this.layout = runtime.layout();
        this.data = new DataScripts(layout, new Scripts(runtime.tools(), layout, runtime.secrets()));
        this.load = new BackupLoad(runtime, data);
    }

    /**
     * That a backup is being loaded.
     *
     * @param undo the backup that was taken just before, or null if there was nothing to save
     */
    record UnderWay(Backup backup, @Nullable Backup undo) {}

    /**
     * @return the backup of what was there before, or null if there was nothing
     * @throws LifecycleFailedException if it cannot be loaded; then what was there before is there again
     */
    @Nullable
    Backup restore(Backup backup, PhaseLog log) throws InterruptedException {
        Installation live = runtime.state().live();
        if (live == null) {
            throw new RefusedException("nothing is live in ‘" + layout.environment()
                    + "’, so no application could use the data. Deploy first");
        }
        Backup undo = new BackupWork(runtime, data)
                .take(
                        live,
                        application -> true,
                        "before backup " + backup.id() + " was restored",
                        0,
                        log,
                        Cancellation.never())
                .orElse(null);
        if (find(backup.id()) == null) {
            throw new LifecycleFailedException(
                    "backup " + backup.id() + " is gone: the environment keeps so few that it"
                            + " was removed when the current data was saved. Increase ‘backup/keep’");
        }
        note(new UnderWay(backup, undo));
        runtime.router().hold(live);
        runtime.tools().router().drain(layout.key(), DRAIN);
        finish(live, new UnderWay(backup, undo), log);
        return undo;
    }

    /** After a start of the daemon. Does nothing unless a restore was cut off. */
    void resume(Installation live, PhaseLog log) throws InterruptedException {
        UnderWay underWay = underWay();
        if (underWay != null) {
            runtime.note(live, "restore", "loading backup " + underWay.backup().id() + " again: the daemon had ended");
            try {
                exchange(live, underWay, log);
            } catch (SlipwayException e) {
                runtime.note(live, "restore-failed", String.valueOf(e.getMessage()));
            }
        }
    }

    private void finish(Installation live, UnderWay underWay, PhaseLog log) throws InterruptedException {
        ReleaseProcesses processes = Objects.requireNonNull(runtime.live());
        SlipwayException failure = null;
        try {
            exchange(live, underWay, log);
        } catch (SlipwayException e) {
            failure = e;
        }
        try {
            processes.start(log);
            processes.awaitHealthy(log, Cancellation.never());
        } catch (SlipwayException e) {
            failure = failure == null ? e : failure;
        }
        processes.keepUp();
        runtime.router().serve(live);
        if (failure != null) {
            throw failure;
        }
    }

    private void exchange(Installation live, UnderWay underWay, PhaseLog log) throws InterruptedException {
        Objects.requireNonNull(runtime.live()).end(EnvironmentRuntime.GRACE);
        try {
            load.load(live, underWay.backup(), log, Cancellation.never());
        } catch (SlipwayException e) {
            if (underWay.undo() != null) {
                log.say("loading what was there before");
                load.load(live, underWay.undo(), log, Cancellation.never());
            }
            throw new LifecycleFailedException(
                    "backup " + underWay.backup().id() + " was not restored, the data is as it was before: "
                            + e.getMessage(),
                    e);
        } finally {
            forget();
        }
    }

    private void note(UnderWay underWay) {
        try {
            AtomicFile.write(layout.restoreNote(), HostJson.MAPPER.writeValueAsBytes(underWay));
        } catch (IOException e) {
            throw new LifecycleFailedException(layout.restoreNote() + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(layout.restoreNote());
        } catch (IOException e) {
            // The next daemon would load the same backup again.
            throw new LifecycleFailedException(layout.restoreNote() + " cannot be removed: " + e.getMessage(), e);
        }
    }

    private @Nullable UnderWay underWay() {
        try {
            return Files.exists(layout.restoreNote())
                    ? HostJson.MAPPER.readValue(Files.readAllBytes(layout.restoreNote()), UnderWay.class)
                    : null;
        } catch (IOException e) {
            throw new LifecycleFailedException(layout.restoreNote() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private @Nullable Backup find(String id) {
        try {
            return new Backups(layout.backups()).find(id).orElse(null);
        } catch (IOException e) {
            throw new LifecycleFailedException("the backups in " + layout.backups() + " cannot be read: " + e, e);
        }
    }
}
