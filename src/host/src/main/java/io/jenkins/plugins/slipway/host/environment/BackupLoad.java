package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.host.backup.Backups;
import io.jenkins.plugins.slipway.host.environment.process.DataScripts;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;
import io.jenkins.plugins.slipway.host.mount.TreeCopy;
import io.jenkins.plugins.slipway.host.mount.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Loads what was saved, in place of what is there. No application runs meanwhile. Each part is exchanged at one stroke, and all of
 * it can be done again after it was cut off.
 */
final class BackupLoad {
    private final EnvironmentRuntime runtime;
    private final Layout layout;
    private final DataScripts data;

    BackupLoad(EnvironmentRuntime runtime, DataScripts data) {
        this.runtime = runtime;
        this.layout = runtime.layout();
        this.data = data;
    }

    /**
     * Loads an application's part.
     *
     * @param with the release whose script loads it, if it was saved by one
     * @param place the application's own file, or a backup's folder
     */
    void load(Installation with, String application, String place, PhaseLog log, Cancellation cancellation)
            throws InterruptedException {
        Path path = Path.of(place);
        if (!Files.isDirectory(path)) {
            data.restore(with, application, place, log, cancellation);
            return;
        }
        Backup backup = in(path).orElseThrow(() ->
                new LifecycleFailedException("the backup of ‘" + application + "’, " + place + ", no longer exists"));
        for (Backup.Part part : backup.parts()) {
            if (part.application().equals(application)) {
                load(with, path, part, log, cancellation);
            }
        }
    }

    /** Loads all of a backup. */
    void load(Installation with, Backup backup, PhaseLog log, Cancellation cancellation) throws InterruptedException {
        Path folder = new Backups(layout.backups()).folder(backup);
        for (Backup.Part part : backup.parts()) {
            load(with, folder, part, log, cancellation);
        }
    }

    /** Whether the place still holds what it held. */
    static boolean there(String place) {
        Path path = Path.of(place);
        return Files.isDirectory(path) ? in(path).isPresent() : Files.isReadable(path);
    }

    private void load(Installation with, Path folder, Backup.Part part, PhaseLog log, Cancellation cancellation)
            throws InterruptedException {
        Path saved = folder.resolve(part.path());
        try {
            switch (part.kind()) {
                case SCRIPT -> data.restore(with, part.application(), saved.toString(), log, cancellation);
                case MOUNTS -> exchange(saved, layout.mountsOf(part.name()), part, log);
                case STORAGE -> exchange(saved, layout.storage(part.name()), part, log);
                case SERVICE -> {
                    log.say("loading service " + part.name());
                    runtime.services().load(part.name(), saved, log::say, cancellation);
                }
            }
        } catch (IOException e) {
            throw new LifecycleFailedException(
                    "the backup of ‘" + part.name() + "’ in " + saved + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    private void exchange(Path saved, Path place, Backup.Part part, PhaseLog log)
            throws IOException, InterruptedException {
        log.say("loading the files in the mounts of " + part.name() + " (" + BackupWork.megabytes(part.bytes()) + ")");
        Path fresh = layout.restoring().resolve(part.path()).resolveSibling(part.name() + ".new");
        Path old = fresh.resolveSibling(part.name() + ".old");
        Trees.remove(fresh);
        PrivateFiles.createDirectories(fresh);
        TreeCopy.copy(saved, fresh, null, BackupWork.progress(log));
        if (Files.exists(place)) {
            Trees.remove(old);
            Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
        }
        PrivateFiles.createParent(place.toAbsolutePath());
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        Trees.remove(old);
    }

    private static Optional<Backup> in(Path folder) {
        try {
            return Backups.in(folder);
        } catch (IOException e) {
            throw new LifecycleFailedException("the backup in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
