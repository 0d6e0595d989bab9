package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.EnvironmentFile;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import io.jenkins.plugins.slipway.engine.target.StepResult;
import io.jenkins.plugins.slipway.host.environment.process.Commands;
import io.jenkins.plugins.slipway.host.environment.process.DataScripts;
import io.jenkins.plugins.slipway.host.environment.process.HealthWatch;
import io.jenkins.plugins.slipway.host.environment.process.ProcessSandbox;
import io.jenkins.plugins.slipway.host.environment.process.ReleaseProcesses;
import io.jenkins.plugins.slipway.host.environment.process.Scripts;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;
import io.jenkins.plugins.slipway.host.environment.state.Role;
import io.jenkins.plugins.slipway.host.mount.MountPoints;
import io.jenkins.plugins.slipway.host.mount.Trees;
import io.jenkins.plugins.slipway.host.router.Routes.Backend;
import io.jenkins.plugins.slipway.host.service.Snapshots;
import io.jenkins.plugins.slipway.host.supervisor.Cgroups;
import io.jenkins.plugins.slipway.host.supervisor.TaggedProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Performs the phases of the deployment that is under way in an environment. One phase at a time. */
final class Rollout {
    /** Requests that are under way get so long to be answered before the old release ends. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final EnvironmentRuntime runtime;
    private final Layout layout;
    private final Scripts scripts;
    private final DataScripts data;
    private final BackupWork work;
    private final BackupLoad load;

    Rollout(EnvironmentRuntime runtime) {
        this.runtime = runtime;
        this.layout = runtime.layout();
        this.scripts = new Scripts(runtime.tools(), layout, runtime.secrets());
        this.data = new DataScripts(layout, scripts);
        this.work = new BackupWork(runtime, data);
        this.load = new BackupLoad(runtime, data);
    }

    /**
     * @param afterHooks whether the phase before was that of the deploy hooks
     */
    StepResult perform(Phase phase, boolean afterHooks, PhaseLog log, Cancellation cancellation)
            throws InterruptedException {
        try {
            return switch (phase) {
                case LOCK, VERIFY, UNLOCK -> StepResult.SKIPPED;
                case BACKUP -> backup(log, cancellation);
                case PREPARE -> prepare(log, cancellation);
                case HOLD -> hold(log);
                case UNMOUNT -> unmount(log, cancellation);
                case MOUNT -> mount(log, cancellation);
                case SERVICES -> services(log, cancellation);
                case PRE_START -> preStart(log, cancellation);
                case START -> start(log);
                case HEALTH -> afterHooks ? proof(log, cancellation) : health(log, cancellation);
                case DEPLOY ->
                    hooks("hooks.deploy", application -> application.hooks().deploy(), log, cancellation);
                case OBJECTS -> objects(log, cancellation);
                case SERVE -> serve(log);
                case POST_DEPLOY -> postDeploy(log, cancellation);
                case WATCH -> watch(log, cancellation);
            };
        } catch (IOException e) {
            throw new LifecycleFailedException("phase ‘" + phase.key() + "’ failed: " + e, e);
        }
    }

    private StepResult backup(PhaseLog log, Cancellation cancellation) throws InterruptedException {
        Installation live = runtime.state().live();
        if (live == null) {
            return StepResult.SKIPPED;
        }
        ReleaseSpec next = next().spec();
        Map<String, String> facts = data.versions(live, next, cancellation);
        work.take(
                        live,
                        application -> next.backup() || next.dataChange().get(application) instanceof DataChange.Down,
                        "before deployment " + next.token(),
                        next.token(),
                        log,
                        cancellation)
                .ifPresent(backup ->
                        work.places(backup).forEach((application, place) -> facts.put("backup/" + application, place)));
        return new StepResult(facts.isEmpty(), facts);
    }

    private StepResult prepare(PhaseLog log, Cancellation cancellation) throws IOException, InterruptedException {
        Installation next = next();
        runtime.tools().notices().all().forEach(log::say);
        runtime.router().names().claim(next);
        runtime.services().check(next.required()).forEach(log::say);
        requireBackups(next);
        for (ReleaseSpec.Artifact artifact : next.spec().applications()) {
            if (cancellation.isCancelled()) {
                throw new LifecycleFailedException("unpacking was cancelled");
            }
            Path directory = layout.release(next.spec().token(), artifact.application());
            if (!Files.exists(directory)) {
                PrivateFiles.createDirectories(layout.releases());
                runtime.tools().store().unpack(artifact.digest(), directory, new UnpackProgress(artifact, log));
            }
            ApplicationConfig application = next.application(artifact.application());
            protect(
                    ProcessSandbox.of(runtime.tools(), layout, next.spec().token(), application, application.name()),
                    layout.allMounts(next.spec().token(), application.name(), application),
                    log);
            log.say("unpacked " + artifact.application() + " ("
                    + artifact.digest().abbreviated() + ")");
        }
        runtime.tools().objects().evaluate(next.spec(), log.sink());
        return StepResult.DONE;
    }

    /** Before anything is touched: they may have gone since the rollback was planned. */
    private static void requireBackups(Installation next) {
        next.spec().dataChange().forEach((application, change) -> {
            if (change instanceof DataChange.Restore restore && !BackupLoad.there(restore.backupFile())) {
                throw new LifecycleFailedException("the backup of ‘" + application + "’, " + restore.backupFile()
                        + ", no longer exists; the environment's ‘backup’ says how long backups are kept."
                        + " Roll back with ‘--data down’ or ‘--data none’");
            }
        });
    }

    private static void protect(ProcessSandbox place, Map<String, Path> mounts, PhaseLog log) throws IOException {
        if (place.sandboxes() instanceof Availability.NotEnforced plain) {
            MountPoints.link(place.directory(), mounts);
            Trees.makeReadOnly(place.directory());
            log.say("the release is protected by file permissions only, as " + plain.reason());
        } else {
            MountPoints.makePlaces(place.directory(), mounts.keySet());
        }
    }

    private StepResult hold(PhaseLog log) throws InterruptedException {
        Installation live = runtime.state().live();
        runtime.router().announce(live, next());
        String trouble = runtime.router().hold(next()).trouble();
        if (!trouble.isEmpty()) {
            throw new LifecycleFailedException(trouble + ". No process was touched");
        }
        if (live == null) {
            return StepResult.SKIPPED;
        }
        int left = runtime.tools().router().drain(layout.key(), DRAIN);
        if (left > 0) {
            log.say(left + " requests were not answered within " + DRAIN.toSeconds()
                    + " s and will be cut off when the old release ends");
        }
        return StepResult.DONE;
    }

    private StepResult unmount(PhaseLog log, Cancellation cancellation) throws InterruptedException {
        ReleaseProcesses live = runtime.live();
        String ours = layout.tag(next().spec().token());
        // Those of earlier releases and left-overs of their scripts too, in one go: requests wait.
        Predicate<String> others =
                tag -> tag.startsWith(layout.tag()) && !tag.startsWith(ours) && !tag.startsWith(layout.serviceTag());
        if (live != null) {
            live.end(others, EnvironmentRuntime.GRACE);
        } else if (!TaggedProcesses.end(others, List.of(), EnvironmentRuntime.GRACE)) {
            throw new LifecycleFailedException("processes of an earlier release in ‘" + layout.environment()
                    + "’ cannot be ended. ‘ps -ef’ shows them; end them by hand, then deploy again");
        }
        Installation installation = runtime.state().live();
        if (installation == null) {
            return StepResult.SKIPPED;
        }
        log.say("release " + installation.spec().release() + " has ended");
        for (Map.Entry<String, DataChange> change : next().spec().dataChange().entrySet()) {
            if (change.getValue() instanceof DataChange.Down down) {
                rememberUndo(installation, change.getKey(), log, cancellation);
                data.down(installation, change.getKey(), down, log, cancellation);
            }
        }
        return StepResult.DONE;
    }

    /** If the attempt fails after this, the data is loaded again as it was before it was changed. */
    private void rememberUndo(@Nullable Installation live, String application, PhaseLog log, Cancellation cancellation)
            throws InterruptedException {
        if (live == null) {
            return;
        }
        int token = next().spec().token();
        String reason = "before deployment " + token + " changed the data of " + application;
        work.take(live, application::equals, reason, token, log, cancellation)
                .map(backup -> work.places(backup).get(application))
                .ifPresent(place -> runtime.installations().undoableBy(application, place));
    }

    private StepResult mount(PhaseLog log, Cancellation cancellation) throws IOException, InterruptedException {
        Installation next = next();
        runtime.keep(new ParentClone(runtime).mounts(next.spec().environment().parent(), log));
        PrivateFiles.createDirectories(layout.mounts());
        for (ApplicationConfig application : next.applications()) {
            MountPoints.create(layout.root(), layout.allMounts(next.spec().token(), application.name(), application));
        }
        for (Role role : next.roles()) {
            MountPoints.create(layout.root(), layout.mounts(next.spec().token(), role.process(), role.application()));
            Backend backend = next.backend(layout, role);
            if (backend != null && backend.socket() != null) {
                // The sandbox of a hook that comes before the process shows it, too.
                PrivateFiles.createParent(Path.of(backend.socket()).toAbsolutePath());
            }
        }
        for (Map.Entry<String, DataChange> change : next.spec().dataChange().entrySet()) {
            if (change.getValue() instanceof DataChange.Restore restore) {
                rememberUndo(runtime.state().live(), change.getKey(), log, cancellation);
                load.load(next, change.getKey(), restore.backupFile(), log, cancellation);
            }
        }
        return StepResult.DONE;
    }

    /** What new services begin with: what was fixed when the mounts were cloned, else what the parent has now. */
    private @Nullable Snapshots parentServices() throws InterruptedException {
        Snapshots kept = runtime.kept();
        if (kept != null) {
            return kept;
        }
        String parent = next().spec().environment().parent();
        EnvironmentRuntime from =
                parent == null ? null : runtime.sibling(parent).orElse(null);
        return from == null || runtime.services().has(next().required())
                ? null
                : from.services().snapshot();
    }

    private StepResult services(PhaseLog log, Cancellation cancellation) throws InterruptedException {
        boolean any = false;
        try (Snapshots own = parentServices()) {
            runtime.services().start(next().required(), own, log::say, cancellation);
        } finally {
            runtime.keep(null);
        }
        Commands commands = new Commands(runtime.tools(), layout, next());
        for (ApplicationConfig application : next().applications()) {
            any |= !commands.endpoints(application).isEmpty();
            for (String worker : application.workers().keySet()) {
                any |= !commands.endpoints(application.asWorker(worker)).isEmpty();
            }
        }
        return any ? StepResult.DONE : StepResult.SKIPPED;
    }

    private StepResult preStart(PhaseLog log, Cancellation cancellation) throws InterruptedException {
        for (ApplicationConfig application : next().applications()) {
            Path release = layout.release(next().spec().token(), application.name());
            if (Files.isRegularFile(release.resolve(EnvironmentFile.NAME))) {
                // Once for all, before a process is started again and again because of it.
                scripts.run(next(), application, EnvironmentFile.NAME, ":", Map.of(), log.sink(), cancellation);
            }
        }
        boolean done = workers("pre_start", ApplicationConfig.Worker::preStart, log, cancellation);
        StepResult web = hooks("web.commands.pre_start", Rollout::preStart, log, cancellation);
        return done ? StepResult.DONE : web;
    }

    private boolean workers(
            String name,
            Function<ApplicationConfig.Worker, @Nullable String> command,
            PhaseLog log,
            Cancellation cancellation)
            throws InterruptedException {
        boolean any = false;
        for (ApplicationConfig application : next().applications()) {
            for (Map.Entry<String, ApplicationConfig.Worker> worker :
                    application.workers().entrySet()) {
                String text = command.apply(worker.getValue());
                if (text != null) {
                    any = true;
                    String full = "workers." + worker.getKey() + ".commands." + name;
                    log.say(full + " of " + application.name());
                    ApplicationConfig seen = application.asWorker(worker.getKey());
                    scripts.run(next(), seen, full, text, Map.of(), log.sink(), cancellation);
                }
            }
        }
        return any;
    }

    private StepResult start(PhaseLog log) {
        if (!next().spec().environment().limits().isEmpty()) {
            Cgroups.reason()
                    .ifPresent(reason -> log.say("limits of memory and processes are not enforced, as " + reason));
        }
        runtime.next().startFirst(log);
        return StepResult.DONE;
    }

    private StepResult health(PhaseLog log, Cancellation cancellation) throws InterruptedException {
        workers("post_start", ApplicationConfig.Worker::postStart, log, cancellation);
        hooks("web.commands.post_start", Rollout::postStart, log, cancellation);
        runtime.next().awaitAnswers(log, cancellation);
        return StepResult.DONE;
    }

    /** After the deploy hooks: what only had to answer before has to be healthy now. */
    private StepResult proof(PhaseLog log, Cancellation cancellation) throws InterruptedException {
        return runtime.next().awaitProof(log, cancellation) ? StepResult.DONE : StepResult.SKIPPED;
    }

    private StepResult objects(PhaseLog log, Cancellation cancellation) throws InterruptedException {
        return runtime.tools().objects().deploy(next().spec(), log.sink(), cancellation)
                ? StepResult.DONE
                : StepResult.SKIPPED;
    }

    private StepResult serve(PhaseLog log) {
        runtime.next().keepUp();
        // Requests are let through by the commit: nobody is answered by a release that may still be taken back.
        log.say("release " + next().spec().release() + " starts serving at commit");
        return StepResult.DONE;
    }

    private StepResult postDeploy(PhaseLog log, Cancellation cancellation) throws InterruptedException {
        runtime.tools().notices().all().forEach(log::say);
        return hooks("hooks.post_deploy", application -> application.hooks().postDeploy(), log, cancellation);
    }

    private StepResult watch(PhaseLog log, Cancellation cancellation) throws InterruptedException {
        Installation watched = next();
        Duration duration = watched.spec().environment().watch();
        if (duration.isZero()) {
            return StepResult.SKIPPED;
        }
        ReleaseProcesses processes =
                Objects.requireNonNull(runtime.state().attempt() == null ? runtime.live() : runtime.next());
        new HealthWatch(processes).keepLooking(duration, cancellation);
        log.say("healthy for " + duration.toSeconds() + " s");
        return StepResult.DONE;
    }

    private StepResult hooks(
            String name, Function<ApplicationConfig, @Nullable String> hook, PhaseLog log, Cancellation cancellation)
            throws InterruptedException {
        boolean any = false;
        for (ApplicationConfig application : next().applications()) {
            String text = hook.apply(application);
            if (text != null && !text.isBlank()) {
                any = true;
                log.say(name + " of " + application.name());
                scripts.run(next(), application, name, text, Map.of(), log.sink(), cancellation);
            }
        }
        return any ? StepResult.DONE : StepResult.SKIPPED;
    }

    private static @Nullable String preStart(ApplicationConfig application) {
        return application.web() == null ? null : application.web().preStart();
    }

    private static @Nullable String postStart(ApplicationConfig application) {
        return application.web() == null ? null : application.web().postStart();
    }

    /** The release that is being put in place; once committed, the one that is live. */
    private Installation next() {
        EnvironmentState state = runtime.state();
        return Objects.requireNonNull(
                state.attempt() == null ? state.live() : state.attempt().next());
    }
}
