package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.DataConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ServiceConfig;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.engine.target.Backup.Kind;
import io.jenkins.plugins.slipway.host.backup.Backups;
import io.jenkins.plugins.slipway.host.environment.process.DataScripts;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;
import io.jenkins.plugins.slipway.host.mount.TreeCopy;
import io.jenkins.plugins.slipway.host.service.HostedServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Saves the data of what is live. An application that declares a backup script knows all of its data; of the others the host saves
 * the files in their mounts and what the servers hold that they relate to.
 */
final class BackupWork {
    private final EnvironmentRuntime runtime;
    private final Layout layout;
    private final DataScripts data;
    private final Backups backups;

    BackupWork(EnvironmentRuntime runtime, DataScripts data) {
        this.runtime = runtime;
        this.layout = runtime.layout();
        this.data = data;
        this.backups = new Backups(layout.backups());
    }

    /**
     * Takes a backup, and lets older ones go as the environment says.
     *
     * @param applications whose data is saved
     * @param deployment before which it is taken, 0 for none
     * @return empty if there is nothing to save
     */
    Optional<Backup> take(
            Installation live,
            Predicate<String> applications,
            String reason,
            int deployment,
            PhaseLog log,
            Cancellation cancellation)
            throws InterruptedException {
        Instant now = runtime.tools().clock().instant();
        String id = backups.id(now);
        try {
            Path partial = backups.begin(id);
            try {
                List<Backup.Part> parts = parts(live, applications, partial, log, cancellation);
                if (parts.isEmpty()) {
                    backups.discard(partial);
                    return Optional.empty();
                }
                int release = live.spec().release();
                Backup backup = new Backup(id, now, reason, release, deployment, parts);
                backups.finish(backup, partial);
                log.say("saved as backup " + id + " (" + megabytes(backup.bytes()) + ")");
                prune(live, deployment, now, log);
                return Optional.of(backup);
            } catch (IOException | RuntimeException | InterruptedException e) {
                backups.discard(partial);
                throw e;
            }
        } catch (IOException e) {
            throw new LifecycleFailedException(
                    "the data of ‘" + layout.environment() + "’ cannot be saved: " + e.getMessage(), e);
        }
    }

    /** Where each application finds its part of a backup: its own file, or the backup. */
    Map<String, String> places(Backup backup) {
        Map<String, String> result = new TreeMap<>();
        Path folder = backups.folder(backup);
        for (Backup.Part part : backup.parts()) {
            result.put(
                    part.application(),
                    part.kind() == Kind.SCRIPT ? folder.resolve(part.path()).toString() : folder.toString());
        }
        return result;
    }

    private List<Backup.Part> parts(
            Installation live, Predicate<String> wanted, Path partial, PhaseLog log, Cancellation cancellation)
            throws IOException, InterruptedException {
        List<Backup.Part> parts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Path earlier = backups.list().stream().findFirst().map(backups::folder).orElse(null);
        for (ApplicationConfig application : live.applications()) {
            script(live, application)
                    .ifPresent(script -> application
                            .relationships()
                            .values()
                            .forEach(relationship -> seen.add(relationship.service())));
        }
        for (ApplicationConfig application : live.applications()) {
            String name = application.name();
            if (!wanted.test(name)) {
                continue;
            }
            Optional<String> script = script(live, application);
            if (script.isPresent()) {
                // The script can write to the whole folder that its file is in: no other part may be there.
                Path file = partial.resolve("scripts").resolve(name).resolve(name + ".backup");
                data.save(live, application, script.get(), file, log, cancellation);
                parts.add(new Backup.Part(
                        Kind.SCRIPT, name, name, partial.relativize(file).toString(), Files.size(file)));
            } else {
                services(live, application, seen, parts, partial, log, cancellation);
                mounts(live, application, seen, parts, partial, earlier, log);
            }
        }
        return parts;
    }

    private static Optional<String> script(Installation live, ApplicationConfig application) {
        DataConfig data = live.spec().config().data().get(application.name());
        return data == null ? Optional.empty() : Optional.ofNullable(data.backup());
    }

    private void services(
            Installation live,
            ApplicationConfig application,
            Set<String> seen,
            List<Backup.Part> parts,
            Path partial,
            PhaseLog log,
            Cancellation cancellation)
            throws IOException, InterruptedException {
        for (ApplicationConfig.Relationship relationship :
                application.relationships().values()) {
            String service = relationship.service();
            requireRunning(live, service);
            boolean ours = runtime.services().names().contains(service)
                    && runtime.services().persistent(service);
            if (ours && seen.add(service)) {
                log.say("saving service " + service);
                Path directory = partial.resolve("services").resolve(service);
                runtime.services().dump(service, directory, cancellation);
                parts.add(new Backup.Part(
                        Kind.SERVICE, application.name(), service, "services/" + service, size(directory)));
            }
        }
    }

    /** What does not run cannot be saved, and is not left out without a word. */
    private void requireRunning(Installation live, String service) {
        ServiceConfig declared = live.spec().config().services().get(service);
        boolean external = live.spec().environment().services().containsKey(service);
        if (declared != null
                && !external
                && HostedServices.runs(declared)
                && !runtime.services().names().contains(service)) {
            throw new LifecycleFailedException("service ‘" + service + "’ is not running, so its data cannot be saved."
                    + " Its log is " + layout.log("service." + service));
        }
    }

    private void mounts(
            Installation live,
            ApplicationConfig application,
            Set<String> seen,
            List<Backup.Part> parts,
            Path partial,
            @Nullable Path earlier,
            PhaseLog log)
            throws IOException, InterruptedException {
        if (!live.spec().environment().backup().mounts()) {
            return;
        }
        for (ApplicationConfig.Mount mount : application.mounts().values()) {
            Kind kind = mount.source().equals("service") ? Kind.STORAGE : Kind.MOUNTS;
            if (!Set.of("storage", "service").contains(mount.source())) {
                continue;
            }
            String name = kind == Kind.STORAGE ? String.valueOf(mount.service()) : application.name();
            String path = (kind == Kind.STORAGE ? "storage/" : "mounts/") + name;
            Path from = kind == Kind.STORAGE ? layout.storage(name) : layout.mountsOf(name);
            if (Files.isDirectory(from) && seen.add(path)) {
                log.say("saving the files in the mounts of " + name);
                Path to = partial.resolve(path);
                PrivateFiles.createDirectories(to);
                long bytes = TreeCopy.copy(from, to, earlier == null ? null : earlier.resolve(path), progress(log));
                parts.add(new Backup.Part(kind, application.name(), name, path, bytes));
            }
        }
    }

    private void prune(Installation live, int deployment, Instant now, PhaseLog log) throws IOException {
        EnvironmentConfig.BackupPolicy policy = live.spec().environment().backup();
        int way = deployment == 0 ? live.spec().token() : deployment;
        List<String> gone = backups.prune(policy.keep(), policy.age(), now, way);
        if (!gone.isEmpty()) {
            log.say("removed " + gone.size() + (gone.size() == 1 ? " older backup: " : " older backups: ")
                    + String.join(", ", gone));
        }
    }

    static TreeCopy.Progress progress(PhaseLog log) {
        return new CopyProgress(log);
    }

    static String megabytes(long bytes) {
        return bytes < 10 << 20 ? (bytes + 1023) / 1024 + " kB" : (bytes >> 20) + " MB";
    }

    private static long size(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }
}
