package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Run;
import hudson.util.RunList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.model.RunAction2;
import jenkins.model.Tab;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerProxy;
import tools.jackson.databind.json.JsonMapper;

/** The page of a run that shows what its steps did. Holds the documents of the steps, which outlive the workspace. */
public final class SlipwayReport extends Tab implements RunAction2, StaplerProxy {
    private final ArrayList<Entry> entries = new ArrayList<>();

    private transient Run<?, ?> run;

    SlipwayReport(@NonNull Run<?, ?> run) {
        super(run);
        this.run = run;
    }

    synchronized void add(
            @NonNull StepWork work, @NonNull String project, @CheckForNull String node, @NonNull String document) {
        entries.add(new Entry(work.verb().word(), work.environment(), project, node, document));
    }

    @Override
    public void onAttached(Run<?, ?> r) {
        run = r;
        object = r;
    }

    @Override
    public void onLoad(Run<?, ?> r) {
        onAttached(r);
    }

    private boolean isVisible() {
        return run != null && run.getParent().hasPermission(Permissions.VIEW);
    }

    @Override
    @CheckForNull
    public String getIconFileName() {
        return isVisible() ? "symbol-rocket-outline plugin-ionicons-api" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.SlipwayReport_displayName();
    }

    @Override
    @CheckForNull
    public String getUrlName() {
        return isVisible() ? "slipway" : null;
    }

    /** What of it can be reached by a URL. */
    @Override
    @Restricted(NoExternalUse.class)
    public Object getTarget() {
        run.getParent().checkPermission(Permissions.VIEW);
        return new RunPage(this, run);
    }

    /** What each step did, in order, as far as the user may see it. */
    @Restricted(NoExternalUse.class)
    public synchronized List<StepView> getSteps() {
        run.getParent().checkPermission(Permissions.VIEW);
        return entries.stream()
                .filter(entry -> entry.project == null
                        || ProjectRights.of(run.getParent(), entry.project).has(Permissions.VIEW))
                .map(entry -> new StepView(
                        run,
                        entry.verb,
                        Util.fixNull(entry.project),
                        Util.fixNull(entry.environment),
                        entry.node,
                        JsonMapper.shared().readTree(entry.document)))
                .toList();
    }

    /** Projects that the latest runs of a list worked on. */
    @NonNull
    static Set<String> projects(@NonNull RunList<?> runs, int latest) {
        Set<String> projects = new LinkedHashSet<>();
        for (Run<?, ?> each : runs.limit(latest)) {
            SlipwayReport report = each.getAction(SlipwayReport.class);
            if (report != null) {
                report.addProjects(projects);
            }
        }
        return projects;
    }

    /** The releases of a project that a run's builds have made or found made, by what is kept with the run. */
    @NonNull
    static Set<Integer> releases(@NonNull Run<?, ?> run, @NonNull String project) {
        SlipwayReport report = run.getAction(SlipwayReport.class);
        return report == null ? Set.of() : report.releases(project);
    }

    /** The same by the nodes of the steps that have made them; without those of steps that have none. */
    @NonNull
    static Map<String, Integer> releasesByNode(@NonNull Run<?, ?> run, @NonNull String project) {
        SlipwayReport report = run.getAction(SlipwayReport.class);
        return report == null ? Map.of() : report.releasesByNode(project);
    }

    private synchronized Map<String, Integer> releasesByNode(String project) {
        Map<String, Integer> releases = new HashMap<>();
        for (Entry entry : entries) {
            Integer release = entry.release(project);
            if (release != null && entry.node != null) {
                releases.put(entry.node, release);
            }
        }
        return releases;
    }

    private synchronized Set<Integer> releases(String project) {
        Set<Integer> releases = new LinkedHashSet<>();
        for (Entry entry : entries) {
            Integer release = entry.release(project);
            if (release != null) {
                releases.add(release);
            }
        }
        return releases;
    }

    private synchronized void addProjects(Set<String> projects) {
        for (Entry entry : entries) {
            if (entry.project != null) {
                projects.add(entry.project);
            }
        }
    }

    /** A step, and what the command said at its end, as JSON. Not a record: it is stored with the run. */
    private static final class Entry {
        private final String verb;

        /** Empty for a build; null in runs that were stored before it was kept. */
        @CheckForNull
        private final String environment;

        /** Null in runs that were stored before it was kept. */
        @CheckForNull
        private final String project;

        /** Of the step in its pipeline; null in a freestyle job. */
        @CheckForNull
        private final String node;

        private final String document;

        Entry(
                String verb,
                String environment,
                @CheckForNull String project,
                @CheckForNull String node,
                String document) {
            this.verb = verb;
            this.environment = environment;
            this.project = project;
            this.node = node;
            this.document = document;
        }

        /** The release of that project that the step has made; null if it has made none. */
        @CheckForNull
        private Integer release(String of) {
            return verb.equals(StepWork.Verb.BUILD.word()) && of.equals(project)
                    ? JsonDocuments.integer(
                            JsonMapper.shared().readTree(document).path("release"))
                    : null;
        }
    }
}
