package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.build.BuildOutcome.BuiltApplication;
import io.jenkins.plugins.slipway.engine.build.BuildPlan.ApplicationPlan;
import io.jenkins.plugins.slipway.engine.build.BuildPlan.Decision;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.journal.Journal;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.Completion;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
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
                    return built(made.get(), true, Preparation.reuse(made.get()).reasons(), began);
                }
            }
            Path sources = tools.workspace().resolve(plan.name());
            snapshot.materialise(sources);
            skip(BuildPhase.DEPENDENCIES);
            skip(BuildPhase.GENERATE);
            skip(BuildPhase.FLAVOR);
            hook(sources);
            Manifest manifest = freeze(sources, commit);
            return built(manifest, false, plan.decision().reasons(), began);
        } finally {
            FileTrees.delete(tools.workspace().resolve(plan.name()));
            FileTrees.delete(tools.workspace().resolve(plan.name() + ".tmp"));
        }
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

    private void hook(Path sources) throws IOException, InterruptedException {
        String script = application.hooks().build();
        if (script == null) {
            skip(BuildPhase.HOOK);
            return;
        }
        listener.started(plan.name(), BuildPhase.HOOK);
        long began = System.nanoTime();
        Command command =
                place(sources).command(script, request.config().project(), application, snapshot.treeId(), request);
        Path log = tools.journal().log(plan.name() + "." + BuildPhase.HOOK.key());
        Completion completion;
        try (OutputStream to = Files.newOutputStream(log)) {
            completion = tools.runner()
                    .run(
                            command,
                            (buffer, offset, length) -> {
                                to.write(buffer, offset, length);
                                listener.output(plan.name(), buffer, offset, length);
                            },
                            cancellation);
        }
        if (!completion.succeeded()) {
            ended(BuildPhase.HOOK, "failed", began);
            throw new LifecycleFailedException(plan.name() + ": the build hook " + completion.describe()
                    + ". Nothing was published. Its output is in " + log);
        }
        ended(BuildPhase.HOOK, "done", began);
    }

    private BuildPlace place(Path sources) throws IOException {
        boolean enforced = tools.runner().sandboxes() instanceof Sandboxes.Availability.Enforced;
        Path cache = tools.home()
                .resolve("cache")
                .resolve(request.config().project())
                .resolve(plan.name());
        Set<Path> hidden =
                Set.of(tools.home().toAbsolutePath(), request.directory().toRealPath());
        return new BuildPlace(sources, cache, tools.workspace().resolve(plan.name() + ".tmp"), hidden, enforced);
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
