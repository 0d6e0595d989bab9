package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.build.credential.Credentials;
import io.jenkins.plugins.slipway.engine.build.source.CloneSettings;
import io.jenkins.plugins.slipway.engine.build.tool.Dependencies;
import io.jenkins.plugins.slipway.engine.build.tool.SearchPath;
import io.jenkins.plugins.slipway.engine.build.tool.Toolchain;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.problem.Suggestions;
import io.jenkins.plugins.slipway.engine.journal.FileJournal;
import io.jenkins.plugins.slipway.engine.journal.Journal;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs commands that change a project's source code ({@code source.operations}) in a clone of its repository, and takes the commits
 * that they made into the branch that is checked out.
 */
public final class SourceOperations {
    private final ProcessRunner runner;
    private final Path home;
    private final Clock clock;

    /** @param home the state home, where clones, caches and journals lie */
    public SourceOperations(ProcessRunner runner, Path home, Clock clock) {
        this.runner = runner;
        this.home = home;
        this.clock = clock;
    }

    /**
     * What to run.
     *
     * @param build the project, and the applications that are meant; none for all that have the operation
     * @param variables for the operation's environment, over those of the application
     * @param force whether a history may be taken that leaves out commits of the branch
     */
    public record Request(BuildRequest build, String operation, Map<String, String> variables, boolean force) {}

    /**
     * What became of it.
     *
     * @param branch that is checked out
     * @param before its commit before
     * @param after its commit now
     * @param applications whose operation was run, in their order
     * @param commits subjects of the new commits by their ids, newest first
     * @param dropped paths that the operation changed and did not commit
     */
    public record Outcome(
            String branch,
            String before,
            String after,
            List<String> applications,
            Map<String, String> commits,
            List<String> dropped) {}

    /**
     * Runs the operation for each application that has it, one after the other.
     *
     * @throws BadInputException if no application has it, or the project is not in Git
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if there are changes that are not committed, or commits would be lost
     * @throws LifecycleFailedException if a command fails; the branch stays as it was
     */
    public Outcome run(Request request, BuildListener listener, Cancellation cancellation) {
        List<ApplicationConfig> applications = applications(request);
        try (Workspace workspace = Workspace.of(home, clock.instant())) {
            OperationClone clone = OperationClone.of(
                    request.build().directory(), request.build().caller());
            workspace.open();
            Path sources = clone.make(workspace.resolve("source"));
            CloneSettings settings = CloneSettings.of(sources);
            Path folder = home.resolve("journal")
                    .resolve(Names.requirePlain(
                            "project", request.build().config().project()))
                    .resolve("operation")
                    .resolve(workspace.id());
            try (Journal journal = FileJournal.create(folder, clock)) {
                for (ApplicationConfig application : applications) {
                    journal.append("operation", Map.of("application", application.name(), "name", request.operation()));
                    run(request, application, clone, sources, workspace, journal, listener, cancellation);
                    settings.restore();
                }
            }
            List<String> names =
                    applications.stream().map(ApplicationConfig::name).toList();
            return clone.take(sources, names, request.force());
        } catch (InterruptedException | InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw new LifecycleFailedException("The operation was cancelled. The branch is unchanged", e);
        } catch (IOException e) {
            throw new LifecycleFailedException("The operation in " + home + " cannot go on: " + e.getMessage(), e);
        }
    }

    private void run(
            Request request,
            ApplicationConfig application,
            OperationClone clone,
            Path sources,
            Workspace workspace,
            Journal journal,
            BuildListener listener,
            Cancellation cancellation)
            throws IOException, InterruptedException {
        String project = request.build().config().project();
        boolean enforced = runner.sandboxes() instanceof Availability.Enforced;
        Path cache = Names.folder(home.resolve("cache"), project, application.name());
        Path temporary = workspace.resolve(application.name() + ".tmp");
        Set<Path> hidden =
                Set.of(home.toAbsolutePath(), request.build().directory().toRealPath());
        BuildSandbox place = new BuildSandbox(
                sources, clone.pathOf(application.root()), cache, temporary, hidden, enforced, Credentials.none());
        String searchPath = SearchPath.of(request.build().caller(), enforced);
        Path directory = sources.resolve(place.root());
        Toolchain.require(new Toolchain(searchPath).lacks(application, workspace.resolve("nothing")), searchPath);
        String treeId = clone.treeOf(sources, place.root());
        Map<String, String> own = new LinkedHashMap<>();
        own.put("PLATFORM_SOURCE_DIR", place.seen(clone.pathOf("")).toString());
        own.putAll(request.variables());
        BuildShell shell = new BuildShell(
                application.name(),
                (script, more) -> {
                    Map<String, String> all = new LinkedHashMap<>(own);
                    all.putAll(more);
                    return place.command(script, project, application, treeId, request.build(), all);
                },
                Secrets.none(),
                runner,
                journal,
                listener,
                cancellation);
        Dependencies dependencies = Dependencies.of(application);
        if (!dependencies.groups().isEmpty()) {
            new DependencyInstall(project, application, treeId, shell, new LayerCache(home), listener, cancellation)
                    .run(dependencies, directory, workspace.resolve(application.name() + ".dependencies"));
        }
        String what = "the operation ‘" + request.operation() + "’";
        shell.run(BuildPhase.HOOK, what, application.operations().getOrDefault(request.operation(), ""), Map.of());
    }

    private static List<ApplicationConfig> applications(Request request) {
        ProjectConfig config = request.build().config();
        List<ApplicationConfig> asked = new ArrayList<>();
        for (ApplicationConfig application : Preparation.chosen(request.build())) {
            if (application.operations().containsKey(request.operation())) {
                asked.add(application);
            }
        }
        if (!asked.isEmpty()) {
            return asked;
        }
        Set<String> known = new TreeSet<>();
        config.applications()
                .values()
                .forEach(each -> known.addAll(each.operations().keySet()));
        String only = request.build().applications().isEmpty()
                ? "Project " + config.project()
                : "Application " + String.join(", ", request.build().applications());
        throw new BadInputException(only + " has no source operation ‘" + request.operation() + "’. "
                + (known.isEmpty()
                        ? "Declare one: applications/NAME/source/operations"
                        : Suggestions.nearest(request.operation(), known)
                                .map(near -> "Did you mean ‘" + near + "’?")
                                .orElse("The project has: " + String.join(", ", known))));
    }
}
