package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerProxy;

/** The page of a job that shows what is live where. */
public final class JobEnvironments extends Tab implements StaplerProxy {
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

    /** What of it can be reached by a URL; whoever may not see what is live has no page here. */
    @Override
    @Restricted(NoExternalUse.class)
    public Object getTarget() {
        job.checkPermission(Permissions.VIEW);
        return new EnvironmentsPage(this, job);
    }

    private Set<String> projects() {
        return SlipwayReport.projects(job.getBuilds(), LATEST_RUNS);
    }

    /** Those that the user may see: what belongs to another job is shown to those who may see it there. */
    Set<String> allProjects() {
        Set<String> projects = new LinkedHashSet<>();
        projects.add(Requester.project("", job));
        projects.addAll(projects());
        projects.removeIf(project -> !ProjectRights.of(job, project).has(Permissions.VIEW));
        return projects;
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
