package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.build.ApplicationBuild.Tools;
import io.jenkins.plugins.slipway.engine.build.BuildOutcome.BuiltApplication;
import io.jenkins.plugins.slipway.engine.build.BuildPlan.ApplicationPlan;
import io.jenkins.plugins.slipway.engine.build.BuildPlan.Decision;
import io.jenkins.plugins.slipway.engine.build.source.Sources;
import io.jenkins.plugins.slipway.engine.build.source.SourcesChangedException;
import io.jenkins.plugins.slipway.engine.build.tool.SearchPath;
import io.jenkins.plugins.slipway.engine.build.tool.ToolVersions;
import io.jenkins.plugins.slipway.engine.build.tool.Toolchain;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.journal.FileJournal;
import io.jenkins.plugins.slipway.engine.journal.Journal;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Builds a project's applications, or finds that nothing changed. */
public final class Builder {
    /** How often sources outside of Git are read when they change while they are copied. */
    private static final int MOST_READINGS = 5;

    private final ProcessRunner runner;
    private final ArtifactStore store;
    private final Path home;
    private final Clock clock;

    /** @param home the state home, where builds, caches and journals lie */
    public Builder(ProcessRunner runner, ArtifactStore store, Path home, Clock clock) {
        this.runner = runner;
        this.store = store;
        this.home = home;
        this.clock = clock;
    }

    /**
     * Says what a build would do now, and why. An application whose root does not exist has a note that says so; a build would be
     * refused.
     *
     * @throws io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException if the machine has another version of a runtime than one
     *     that is declared strictly
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if the sources cannot be read or an application is unknown
     */
    public BuildPlan plan(BuildRequest request) {
        try (Workspace workspace = Workspace.of(home, clock.instant())) {
            ToolVersions versions = versions(request);
            Preparation preparation = Preparation.forShow(request, store, home, workspace.resolve(".git"), versions);
            preparation.sources().close();
            return preparation.plan();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The sources in " + request.directory() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Builds what must be built. Applications that do not depend on each other are built at once; when one fails, the others still
     * come to their end.
     *
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if the machine lacks a program that a build needs; nothing was run
     * @throws LifecycleFailedException if a hook fails, or the result cannot be stored; nothing of that application is kept
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if the sources cannot be read or an application is unknown
     */
    public BuildOutcome build(BuildRequest request, BuildListener listener, Cancellation cancellation) {
        for (int left = MOST_READINGS - 1; ; left--) {
            try {
                return attempt(request, listener, cancellation);
            } catch (SourcesChangedException e) {
                // A log that grows beside the sources must not keep them from being built.
                if (left == 0 || cancellation.isCancelled()) {
                    throw e;
                }
            }
        }
    }

    private BuildOutcome attempt(BuildRequest request, BuildListener listener, Cancellation cancellation) {
        long began = System.nanoTime();
        try (Workspace workspace = Workspace.of(home, clock.instant())) {
            Preparation preparation = prepare(request, workspace);
            try (Sources sources = preparation.sources()) {
                preparation.plan().applications().forEach(listener::decided);
                boolean needed = preparation.plan().applications().stream().anyMatch(ApplicationBuild::isNeeded);
                List<BuiltApplication> built = needed
                        ? act(request, preparation, workspace, listener, cancellation, began)
                        : preparation.plan().applications().stream()
                                .map(plan -> {
                                    plan.notes().forEach(note -> listener.note(plan.name(), note));
                                    return reused(plan, listener, began);
                                })
                                .toList();
                return new BuildOutcome(
                        request.config().project(), preparation.plan().commit(), built, needed ? workspace.id() : null);
            }
        } catch (InterruptedException | InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw new LifecycleFailedException("The build was cancelled. Nothing was published", e);
        } catch (IOException e) {
            throw new LifecycleFailedException("The build in " + home + " cannot go on: " + e.getMessage(), e);
        }
    }

    private Preparation prepare(BuildRequest request, Workspace workspace) throws IOException {
        return Preparation.of(request, store, home, workspace.resolve(".git"), versions(request));
    }

    private ToolVersions versions(BuildRequest request) throws IOException {
        ToolVersions versions = ToolVersions.of(request.directory(), request.caller(), runner, home);
        ProjectChecks.requireRuntimes(request, versions);
        return versions;
    }

    private List<BuiltApplication> act(
            BuildRequest request,
            Preparation preparation,
            Workspace workspace,
            BuildListener listener,
            Cancellation cancellation,
            long began)
            throws IOException, InterruptedException {
        BuildPlan plan = preparation.plan();
        requireTools(request, plan);
        Path folder = home.resolve("journal")
                .resolve(Names.requirePlain("project", plan.project()))
                .resolve("build")
                .resolve(workspace.id());
        try (Journal journal = FileJournal.create(folder, clock)) {
            workspace.open();
            begin(plan, journal, listener);
            Tools tools = new Tools(runner, store, home, clock, workspace, journal);
            ExecutorService threads = Executors.newFixedThreadPool(
                    Math.max(2, Runtime.getRuntime().availableProcessors()));
            try {
                Map<ApplicationPlan, Future<BuiltApplication>> running = new LinkedHashMap<>();
                for (ApplicationPlan each : plan.applications()) {
                    running.put(each, threads.submit(() -> {
                        if (!ApplicationBuild.isNeeded(each)) {
                            return reused(each, listener, began);
                        }
                        Sources.Snapshot snapshot =
                                Objects.requireNonNull(preparation.snapshots().get(each.name()));
                        return new ApplicationBuild(request, each, snapshot, tools, listener, cancellation)
                                .run(plan.commit(), System.nanoTime());
                    }));
                }
                return collect(running, journal);
            } finally {
                threads.shutdownNow();
                // Processes are ended by the threads that run them; nothing may be removed below them.
                awaitEnd(threads);
            }
        }
    }

    /** Before anything runs: what one application lacks, another one's hook should not have run for. */
    private void requireTools(BuildRequest request, BuildPlan plan) {
        boolean enforced = runner.sandboxes() instanceof Availability.Enforced;
        String searchPath = SearchPath.of(request.caller(), enforced);
        Toolchain toolchain = new Toolchain(searchPath);
        List<String> lacks = new ArrayList<>();
        List<ApplicationConfig> built = new ArrayList<>();
        for (ApplicationPlan each : plan.applications()) {
            if (ApplicationBuild.isNeeded(each)) {
                ApplicationConfig application =
                        Objects.requireNonNull(request.config().applications().get(each.name()));
                built.add(application);
                lacks.addAll(toolchain.lacks(application, request.directory().resolve(application.root())));
            }
        }
        Toolchain.require(lacks, searchPath);
        ProjectChecks.requireCredentials(request, built);
    }

    private void begin(BuildPlan plan, Journal journal, BuildListener listener) {
        journal.append("build-started", Map.of("project", plan.project(), "commit", plan.commit()));
        for (ApplicationPlan each : plan.applications()) {
            journal.append(
                    "decided",
                    Map.of(
                            "application", each.name(),
                            "key", each.key().value(),
                            "reuse", !ApplicationBuild.isNeeded(each),
                            "reasons", each.decision().reasons(),
                            "notes", each.notes()));
            each.notes().forEach(note -> listener.note(each.name(), note));
            if (ApplicationBuild.isNeeded(each) && runner.sandboxes() instanceof Availability.NotEnforced not) {
                listener.note(
                        each.name(),
                        "Isolation is not enforced, because " + not.reason()
                                + ": the build hook can read this machine's files and write wherever this user can.");
            }
        }
    }

    private static BuiltApplication reused(ApplicationPlan plan, BuildListener listener, long began) {
        listener.ended(plan.name(), BuildPhase.REUSE, false, 0);
        Decision.Reuse decision = (Decision.Reuse) plan.decision();
        double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
        String treeId = plan.inputs().getOrDefault(Sources.TREE, "");
        return new BuiltApplication(
                plan.name(), plan.key(), decision.artifact(), treeId, true, decision.reasons(), seconds);
    }

    private static List<BuiltApplication> collect(
            Map<ApplicationPlan, Future<BuiltApplication>> running, Journal journal)
            throws InterruptedException, IOException {
        List<BuiltApplication> built = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (Map.Entry<ApplicationPlan, Future<BuiltApplication>> each : running.entrySet()) {
            try {
                BuiltApplication done = each.getValue().get();
                journal.append(
                        "built",
                        Map.of(
                                "application", done.name(),
                                "digest", done.digest().value(),
                                "reused", done.reused()));
                built.add(done);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                journal.append(
                        "failed",
                        Map.of("application", each.getKey().name(), "reason", String.valueOf(cause.getMessage())));
                failures.add(cause);
            }
        }
        journal.append("build-ended", Map.of("failed", failures.size()));
        if (!failures.isEmpty()) {
            throw failure(failures);
        }
        return built;
    }

    private static RuntimeException failure(List<Throwable> failures) throws IOException {
        Throwable first = failures.get(0);
        if (failures.stream().allMatch(SourcesChangedException.class::isInstance)) {
            return (SourcesChangedException) first;
        }
        if (failures.stream().allMatch(SlipwayException.class::isInstance) && failures.size() > 1) {
            return new LifecycleFailedException(
                    String.join(
                            "\n", failures.stream().map(Throwable::getMessage).toList()),
                    first);
        }
        if (first instanceof IOException io) {
            throw io;
        }
        return first instanceof RuntimeException own ? own : new IllegalStateException(first);
    }

    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
