package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.FileTrees;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.build.BuildOutcome.BuiltApplication;
import io.jenkins.plugins.slipway.engine.build.BuildPlan.ApplicationPlan;
import io.jenkins.plugins.slipway.engine.build.BuildPlan.Decision;
import io.jenkins.plugins.slipway.engine.build.credential.Credentials;
import io.jenkins.plugins.slipway.engine.build.source.HiddenFiles;
import io.jenkins.plugins.slipway.engine.build.source.LargeFilePointers;
import io.jenkins.plugins.slipway.engine.build.source.NamedFiles;
import io.jenkins.plugins.slipway.engine.build.source.Sources;
import io.jenkins.plugins.slipway.engine.build.tool.Dependencies;
import io.jenkins.plugins.slipway.engine.build.tool.Flavor;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.journal.Journal;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Acts on the plan of one application: phase by phase, from its sources to its artifact. */
final class ApplicationBuild {
    private static final String GATHERED = ".dependencies";

    private final BuildRequest request;
    private final ApplicationConfig application;
    private final ApplicationPlan plan;
    private final Sources.Snapshot snapshot;
    private final Tools tools;
    private final BuildListener listener;
    private final Cancellation cancellation;

    /** What a build works with. */
    record Tools(
            ProcessRunner runner, ArtifactStore store, Path home, Clock clock, Workspace workspace, Journal journal) {}

    ApplicationBuild(
            BuildRequest request,
            ApplicationPlan plan,
            Sources.Snapshot snapshot,
            Tools tools,
            BuildListener listener,
            Cancellation cancellation) {
        this.request = request;
        this.application =
                Objects.requireNonNull(request.config().applications().get(plan.name()));
        this.plan = plan;
        this.snapshot = snapshot;
        this.tools = tools;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /** Builds, or takes what another build of the same key made while this one waited for it. */
    BuiltApplication run(String commit, long began) throws IOException, InterruptedException {
        try (FileLocks.Held lock = KeyLock.acquire(
                tools.home().resolve("builds").resolve(".keys"),
                plan.key(),
                cancellation,
                () -> listener.note(plan.name(), "Waiting for another build of the same key."))) {
            if (request.reuse()) {
                Optional<Manifest> made = tools.store().find(plan.key());
                if (made.isPresent()) {
                    return built(
                            made.get(),
                            true,
                            Preparation.reuse(made.get(), tools.store()).reasons(),
                            began);
                }
            }
            Path sources = tools.workspace().resolve(plan.name());
            snapshot.materialise(sources);
            notePointers(sources);
            BuildSandbox place = place(sources);
            BuildShell shell = shell(place);
            dependencies(sources, shell);
            generate(sources, shell);
            flavor(sources, shell);
            hook(shell);
            requireNoSecret(sources, place.credentials());
            noteHidden(sources);
            Manifest manifest = freeze(sources, commit);
            return built(manifest, false, plan.decision().reasons(), began);
        } finally {
            FileTrees.delete(tools.workspace().resolve(plan.name()));
            FileTrees.delete(tools.workspace().resolve(plan.name() + ".tmp"));
            FileTrees.delete(tools.workspace().resolve(plan.name() + GATHERED));
        }
    }

    private void notePointers(Path sources) throws IOException {
        var pointers = LargeFilePointers.in(sources);
        if (!pointers.isEmpty()) {
            listener.note(
                    plan.name(),
                    NamedFiles.of(pointers) + (pointers.size() == 1 ? " is" : " are")
                            + " only a pointer to what Git LFS keeps, and built as such; to have the content, run ‘git lfs pull’.");
        }
    }

    private void requireNoSecret(Path sources, Credentials credentials) throws IOException {
        var files = ArtifactSecrets.in(sources, credentials.secrets());
        if (!files.isEmpty()) {
            throw new LifecycleFailedException(plan.name() + ": " + NamedFiles.of(files)
                    + " of what was built would carry a value of the credentials into every environment. Nothing was"
                    + " published. Remove the file at the end of the build hook, or keep the value out of it");
        }
    }

    private void noteHidden(Path sources) throws IOException {
        HiddenFiles.below(sources, application.allMounts().keySet())
                .forEach((mount, files) -> listener.note(
                        plan.name(),
                        NamedFiles.of(files) + " will not be seen at run time, as the mount ‘" + mount
                                + "’ lies over them; put them elsewhere and copy them by the deploy hook."));
    }

    private BuiltApplication built(Manifest manifest, boolean reused, List<String> reasons, long began) {
        double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
        return new BuiltApplication(
                plan.name(), plan.key(), manifest.artifact(), snapshot.treeId(), reused, reasons, seconds);
    }

    private void skip(BuildPhase phase) {
        listener.started(plan.name(), phase);
        ended(phase, "skipped", System.nanoTime());
    }

    private void dependencies(Path sources, BuildShell shell) throws IOException, InterruptedException {
        Dependencies dependencies = Dependencies.of(application);
        if (dependencies.groups().isEmpty()) {
            skip(BuildPhase.DEPENDENCIES);
            return;
        }
        perform(
                BuildPhase.DEPENDENCIES,
                () -> new DependencyInstall(
                                request.config().project(),
                                application,
                                snapshot.treeId(),
                                shell,
                                new LayerCache(tools.home()),
                                listener,
                                cancellation)
                        .run(dependencies, sources, tools.workspace().resolve(plan.name() + GATHERED)));
    }

    private void generate(Path sources, BuildShell shell) throws IOException, InterruptedException {
        Generated generated = Generated.of(application, sources);
        if (generated.isEmpty()) {
            skip(BuildPhase.GENERATE);
            return;
        }
        perform(BuildPhase.GENERATE, () -> generated.write(sources));
    }

    private void flavor(Path sources, BuildShell shell) throws IOException, InterruptedException {
        Optional<Flavor> flavor = Flavor.of(application, sources);
        if (flavor.isEmpty()) {
            skip(BuildPhase.FLAVOR);
            return;
        }
        String script = flavor.get().script();
        listener.note(
                plan.name(),
                "Running ‘" + script.strip() + "’ first, as " + flavor.get().reason()
                        + "; ‘build: { flavor: none }’ leaves that to the build hook.");
        perform(
                BuildPhase.FLAVOR,
                () -> shell.run(BuildPhase.FLAVOR, "the build flavor (" + script.strip() + ")", script, Map.of()));
    }

    private void hook(BuildShell shell) throws IOException, InterruptedException {
        String script = application.hooks().build();
        if (script == null) {
            skip(BuildPhase.HOOK);
            return;
        }
        perform(BuildPhase.HOOK, () -> shell.run(BuildPhase.HOOK, "the build hook", script, Map.of()));
    }

    private void perform(BuildPhase phase, Work work) throws IOException, InterruptedException {
        listener.started(plan.name(), phase);
        long began = System.nanoTime();
        String state = "failed";
        try {
            work.run();
            state = "done";
        } finally {
            ended(phase, state, began);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private BuildShell shell(BuildSandbox place) {
        String project = request.config().project();
        return new BuildShell(
                plan.name(),
                (script, more) -> place.command(script, project, application, snapshot.treeId(), request, more),
                place.credentials().secrets(),
                tools.runner(),
                tools.journal(),
                listener,
                cancellation);
    }

    private BuildSandbox place(Path sources) throws IOException {
        boolean enforced = tools.runner().sandboxes() instanceof Sandboxes.Availability.Enforced;
        Path cache =
                Names.folder(tools.home().resolve("cache"), request.config().project(), plan.name());
        Set<Path> hidden =
                Set.of(tools.home().toAbsolutePath(), request.directory().toRealPath());
        Credentials credentials = Credentials.of(application, request.caller());
        return new BuildSandbox(
                sources, "", cache, tools.workspace().resolve(plan.name() + ".tmp"), hidden, enforced, credentials);
    }

    private Manifest freeze(Path sources, String commit) throws IOException {
        if (cancellation.isCancelled()) {
            throw new LifecycleFailedException(plan.name() + ": the build was cancelled. Nothing was published");
        }
        listener.started(plan.name(), BuildPhase.FREEZE);
        long began = System.nanoTime();
        Manifest.Draft draft = new Manifest.Draft(
                request.config().project(),
                plan.name(),
                plan.key(),
                plan.inputs(),
                commit.isEmpty() ? null : commit,
                BuildKey.tools(application),
                tools.clock().instant());
        Manifest manifest;
        try {
            manifest = tools.store()
                    .publish(
                            sources,
                            draft,
                            snapshot.files(),
                            (bytes, files) -> listener.progress(plan.name(), BuildPhase.FREEZE, bytes, files));
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            ended(BuildPhase.FREEZE, "failed", began);
            throw new LifecycleFailedException(
                    plan.name() + ": " + e.getMessage() + ". Nothing was published. Correct that and build again", e);
        }
        ended(BuildPhase.FREEZE, "done", began);
        return manifest;
    }

    private void ended(BuildPhase phase, String state, long began) {
        double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("application", plan.name());
        fields.put("phase", phase.key());
        fields.put("state", state);
        fields.put("seconds", seconds);
        if (!state.equals("skipped")) {
            tools.journal().append("phase-ended", fields);
        }
        listener.ended(plan.name(), phase, state.equals("skipped"), seconds);
    }

    /** Whether the decision leaves anything to do. */
    static boolean isNeeded(ApplicationPlan plan) {
        return plan.decision() instanceof Decision.Build;
    }
}
