package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The page of a job that shows what is live where. */
public final class JobEnvironments extends Tab {
    /** A job whose latest builds did nothing with Slipway is not asked further. */
    private static final int LATEST_RUNS = 5;

    private final Job<?, ?> job;

    JobEnvironments(@NonNull Job<?, ?> job) {
        super(job);
        this.job = job;
    }

    private boolean isVisible() {
        return job.hasPermission(Permissions.VIEW) && !projects().isEmpty();
    }

    @Override
    @CheckForNull
    public String getIconFileName() {
        return isVisible() ? "symbol-rocket-outline plugin-ionicons-api" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.JobEnvironments_displayName();
    }

    @Override
    public String getUrlName() {
        return "slipway";
    }

    private Set<String> projects() {
        return SlipwayReport.projects(job.getBuilds(), LATEST_RUNS);
    }

    /** For the page; whoever lacks the permission gets none of it. */
    @Restricted(NoExternalUse.class)
    public List<EnvironmentRow> getRows() {
        job.checkPermission(Permissions.VIEW);
        Set<String> projects = new LinkedHashSet<>();
        projects.add(Asker.project("", job));
        projects.addAll(projects());
        SqlRecords records = SlipwayStore.get().records();
        return records.together(() -> projects.stream()
                .flatMap(project -> EnvironmentRow.of(records, project).stream())
                .toList());
    }

    /** Whether rows are of more than one project, so that its name is needed to tell them apart. */
    @Restricted(NoExternalUse.class)
    public static boolean isMixed(List<EnvironmentRow> rows) {
        return rows.stream().map(EnvironmentRow::project).distinct().count() > 1;
    }

    /** Gives each job its page. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {
        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return JobEnvironments.class;
        }

        @Override
        @NonNull
        public Collection<? extends Action> createFor(@NonNull Job target) {
            return Set.of(new JobEnvironments(target));
        }
    }
}
