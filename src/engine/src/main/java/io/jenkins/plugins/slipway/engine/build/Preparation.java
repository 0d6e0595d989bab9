package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.build.BuildPlan.ApplicationPlan;
import io.jenkins.plugins.slipway.engine.build.BuildPlan.Decision;
import io.jenkins.plugins.slipway.engine.build.source.SourceReader;
import io.jenkins.plugins.slipway.engine.build.source.Sources;
import io.jenkins.plugins.slipway.engine.build.tool.Flavor;
import io.jenkins.plugins.slipway.engine.build.tool.RuntimeVersion;
import io.jenkins.plugins.slipway.engine.build.tool.ToolVersions;
import io.jenkins.plugins.slipway.engine.build.tool.UsedTools;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;

/**
 * A plan together with the sources that it was made from.
 *
 * @param snapshots by application
 */
record Preparation(BuildPlan plan, Sources sources, Map<String, Sources.Snapshot> snapshots) {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /**
     * Looks at the sources and decides.
     *
     * @param scratch a folder that may be made to read the sources; {@link Sources#close} removes it
     */
    static Preparation of(BuildRequest request, ArtifactStore store, Path home, Path scratch, ToolVersions versions)
            throws IOException {
        return of(request, store, home, scratch, versions, Set.of());
    }

    /** The same for a plan that is only shown: a root that is not there is said and not refused, and counts as empty. */
    static Preparation forShow(
            BuildRequest request, ArtifactStore store, Path home, Path scratch, ToolVersions versions)
            throws IOException {
        Set<String> absent = new LinkedHashSet<>();
        for (ApplicationConfig application : chosen(request)) {
            if (!Files.isDirectory(request.directory().resolve(application.root()))) {
                absent.add(application.root());
            }
        }
        return of(request, store, home, scratch, versions, absent);
    }

    private static Preparation of(
            BuildRequest request,
            ArtifactStore store,
            Path home,
            Path scratch,
            ToolVersions versions,
            Set<String> absent)
            throws IOException {
        List<ApplicationConfig> applications = chosen(request);
        List<String> roots = applications.stream()
                .map(ApplicationConfig::root)
                .filter(root -> !absent.contains(root))
                .distinct()
                .toList();
        for (ApplicationConfig application : applications) {
            if (!absent.contains(application.root())) {
                checkRoot(request.directory(), application);
            }
        }
        SourceReader reader =
                new SourceReader(request.directory(), request.config().project(), home, request.caller());
        Sources sources = reader.open(roots, scratch);
        try {
            Map<String, Sources.Snapshot> snapshots = new LinkedHashMap<>();
            List<ApplicationPlan> plans = new ArrayList<>();
            for (ApplicationConfig application : applications) {
                Sources.Snapshot snapshot = absent.contains(application.root())
                        ? SourceReader.absent(application)
                        : reader.snapshot(sources, application);
                snapshots.put(application.name(), snapshot);
                plans.add(plan(request, store, application, snapshot, versions));
            }
            BuildPlan plan = new BuildPlan(request.config().project(), sources.commit(), List.copyOf(plans));
            return new Preparation(plan, sources, snapshots);
        } catch (IOException | RuntimeException e) {
            sources.close();
            throw e;
        }
    }

    /** The applications that are asked for, in the project's order. */
    static List<ApplicationConfig> chosen(BuildRequest request) {
        Map<String, ApplicationConfig> all = request.config().applications();
        for (String name : request.applications()) {
            if (!all.containsKey(name)) {
                throw new BadInputException("Project " + request.config().project() + " has no application ‘" + name
                        + "’; it has: " + String.join(", ", all.keySet()));
            }
        }
        return all.values().stream()
                .filter(application -> request.applications().isEmpty()
                        || request.applications().contains(application.name()))
                .toList();
    }

    private static void checkRoot(Path directory, ApplicationConfig application) throws IOException {
        Path root = directory.resolve(application.root());
        if (!Files.isDirectory(root)) {
            throw new BadInputException("applications/" + application.name() + "/source/root: ‘" + application.root()
                    + "’ is not a folder of the project. Create it, or correct the root");
        }
        if (!root.toRealPath().startsWith(directory.toRealPath())) {
            throw new BadInputException("applications/" + application.name() + "/source/root: ‘" + application.root()
                    + "’ leads out of the project through a link. Sources must be inside the project");
        }
        if (application.root().indexOf('\n') >= 0) {
            throw new BadInputException("applications/" + application.name()
                    + "/source/root: a root must not have a line break in its name. Rename the folder");
        }
    }

    private static ApplicationPlan plan(
            BuildRequest request,
            ArtifactStore store,
            ApplicationConfig application,
            Sources.Snapshot snapshot,
            ToolVersions versions)
            throws IOException {
        Map<String, String> installed = new LinkedHashMap<>();
        versions.of(UsedTools.of(application, request.directory().resolve(application.root())))
                .forEach((name, tool) -> installed.put(name, tool.version()));
        SortedMap<String, String> inputs = BuildKey.inputs(request.config(), application, snapshot.inputs(), installed);
        var key = BuildKey.of(inputs);
        Decision decision = null;
        if (request.reuse()) {
            Optional<Manifest> made = store.find(key);
            decision = made.isEmpty() ? null : reuse(made.get(), store);
        }
        if (decision == null) {
            decision = new Decision.Build(List.of(why(request, store, application, snapshot, inputs)));
        }
        Optional<String> exclusions = snapshot.exclusions();
        if (exclusions.isPresent()) {
            decision = decision.and(exclusions.get());
        }
        return new ApplicationPlan(application.name(), key, inputs, decision, notes(application, snapshot, versions));
    }

    /** The decision for an artifact that is there. */
    static Decision.Reuse reuse(Manifest manifest, ArtifactStore store) throws IOException {
        OptionalInt release = store.release(manifest.draft().key());
        return new Decision.Reuse(
                manifest.artifact(),
                List.of("Reused "
                        + (release.isPresent() ? "release " + release.getAsInt() + "'s artifact " : "artifact ")
                        + manifest.artifact().abbreviated() + ", built "
                        + WHEN.format(manifest.draft().started()) + " from the same inputs (key "
                        + manifest.draft().key().abbreviated() + ")."));
    }

    private static String why(
            BuildRequest request,
            ArtifactStore store,
            ApplicationConfig application,
            Sources.Snapshot snapshot,
            SortedMap<String, String> inputs)
            throws IOException {
        if (!request.reuse()) {
            return "Building, because reuse is switched off (‘--no-reuse’).";
        }
        Optional<Manifest> newest = store.latest(request.config().project(), application.name());
        if (newest.isEmpty()) {
            return "Building, because there is no earlier build of it.";
        }
        SortedMap<String, String> before = newest.get().draft().inputs();
        if (before.equals(inputs)) {
            return "Building, because the artifact of the same key is missing or damaged.";
        }
        boolean sources = !sources(before).equals(sources(inputs));
        List<String> changes = Changes.between(
                before,
                inputs,
                sources ? store.sources(newest.get().draft().key()) : List.of(),
                sources ? snapshot.files() : List.of(),
                application.root());
        return "Building, because " + join(changes) + ".";
    }

    private static SortedMap<String, String> sources(SortedMap<String, String> inputs) {
        return inputs.subMap("source/", "source0");
    }

    private static String join(List<String> parts) {
        int last = parts.size() - 1;
        return last < 1
                ? String.join("", parts)
                : String.join("; ", parts.subList(0, last)) + "; and " + parts.get(last);
    }

    private static List<String> notes(ApplicationConfig application, Sources.Snapshot snapshot, ToolVersions versions)
            throws IOException {
        List<String> notes = new ArrayList<>(snapshot.notes());
        RuntimeVersion.differs(application, versions)
                .ifPresent(how -> notes.add("Declared is ‘" + application.type() + "’, and " + how
                        + "; the build runs with what is there."));
        if (!Flavor.isKnown(application.flavor())) {
            notes.add("The build flavor ‘" + application.flavor()
                    + "’ is not known, so nothing is run for it; put its commands into the build hook.");
        }
        return List.copyOf(notes);
    }
}
