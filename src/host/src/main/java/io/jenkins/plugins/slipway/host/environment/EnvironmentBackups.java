package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.host.backup.Backups;
import io.jenkins.plugins.slipway.host.environment.process.DataScripts;
import io.jenkins.plugins.slipway.host.environment.process.Scripts;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The backups of one environment, as they are asked for by name. */
final class EnvironmentBackups {
    private final EnvironmentRuntime runtime;
    private final String name;

    EnvironmentBackups(EnvironmentRuntime runtime) {
        this.runtime = runtime;
        this.name = runtime.layout().environment();
    }

    /** Newest first. */
    List<Backup> list() {
        try {
            return new Backups(runtime.layout().backups()).list();
        } catch (IOException e) {
            throw new LifecycleFailedException("the backups of ‘" + name + "’ cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Takes a backup of what is live.
     *
     * @param holder who asks for it
     * @throws RefusedException if nothing is, or it has no data
     */
    Backup create(String holder, PhaseLog log, Cancellation cancellation) throws InterruptedException {
        Installation live = runtime.state().live();
        if (live == null) {
            throw new RefusedException("nothing is live in ‘" + name + "’, so there is nothing to back up");
        }
        DataScripts data =
                new DataScripts(runtime.layout(), new Scripts(runtime.tools(), runtime.layout(), runtime.secrets()));
        return new BackupWork(runtime, data)
                .take(live, any -> true, "asked for by " + holder, 0, log, cancellation)
                .orElseThrow(() -> new RefusedException("release " + live.spec().release() + " in ‘" + name
                        + "’ has no data that could be backed up: no mounts, no services of this host, no backup"
                        + " script"));
    }

    /**
     * Puts a backup in the place of the data that is there.
     *
     * @return the backup of what was there before; empty if there was nothing
     * @throws BadInputException if there is no such backup
     */
    Optional<Backup> restore(String id, PhaseLog log) throws InterruptedException {
        Backup backup = list().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new BadInputException("‘" + name + "’ has no backup ‘" + id
                        + "’; ‘slipway backup list " + name + "’ shows those that it has"));
        return Optional.ofNullable(new BackupRestore(runtime).restore(backup, log));
    }
}
