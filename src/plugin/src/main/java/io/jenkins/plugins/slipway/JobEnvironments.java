package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import hudson.util.HttpResponses;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.interceptor.RequirePOST;

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

    /** Before anything of it is shown or done: whoever may not see what is live has no page here. */
    @Override
    @Restricted(NoExternalUse.class)
    public Object getTarget() {
        job.checkPermission(Permissions.VIEW);
        return this;
    }

    private Set<String> projects() {
        return SlipwayReport.projects(job.getBuilds(), LATEST_RUNS);
    }

    /** Those that the user may see: what belongs to another job is shown to those who may see it there. */
    private Set<String> allProjects() {
        Set<String> projects = new LinkedHashSet<>();
        projects.add(Requester.project("", job));
        projects.addAll(projects());
        projects.removeIf(project -> !ProjectRights.of(job, project).has(Permissions.VIEW));
        return projects;
    }

    /** For the page; whoever lacks the permission gets none of it. */
    @Restricted(NoExternalUse.class)
    public List<EnvironmentRow> getRows() {
        job.checkPermission(Permissions.VIEW);
        SqlRecords records = SlipwayStore.get().records();
        return records.together(() -> allProjects().stream()
                .flatMap(project -> EnvironmentRow.of(records, project).stream())
                .toList());
    }

    /** Releases that are marked bad and so are not deployed, for the page. */
    @Restricted(NoExternalUse.class)
    public List<Release> getQuarantined() {
        job.checkPermission(Permissions.VIEW);
        SqlRecords records = SlipwayStore.get().records();
        return records.together(() -> allProjects().stream()
                .flatMap(project -> records.releases().kept(project).stream())
                .filter(release -> release.quarantine() != null)
                .toList());
    }

    /** Whether to offer what {@link #doLift} does. */
    @Restricted(NoExternalUse.class)
    public boolean mayLift(String project) {
        return ProjectRights.of(job, project).has(Permissions.ROLLBACK);
    }

    /** Takes a release out of quarantine: it was found good after all, and may be deployed again. */
    @RequirePOST
    @Restricted(NoExternalUse.class)
    public HttpResponse doLift(
            @QueryParameter String project, @QueryParameter int release, @QueryParameter String reason) {
        job.checkPermission(Permissions.ROLLBACK);
        if (!allProjects().contains(project)
                || SlipwayStore.get()
                        .records()
                        .releases()
                        .find(project, release)
                        .isEmpty()) {
            throw HttpResponses.error(404, Messages.JobEnvironments_noRelease(release, project));
        }
        ProjectRights.of(job, project).check(Permissions.ROLLBACK);
        SlipwayStore.get()
                .records()
                .releases()
                .lift(project, release, Jenkins.getAuthentication2().getName(), Instant.now(), reason.trim());
        return HttpResponses.redirectToDot();
    }

    /** Environments that are held by commands whose runs are over and whose agents are gone, for the page. */
    @Restricted(NoExternalUse.class)
    public List<HeldEnvironment> getHeld() {
        job.checkPermission(Permissions.VIEW);
        Set<String> projects = allProjects();
        return RunningCommands.get().outOfReach().stream()
                .map(HeldEnvironment::of)
                .filter(held -> projects.contains(held.project()))
                .toList();
    }

    /** Whether to offer what {@link #doTakeOver} does. */
    @Restricted(NoExternalUse.class)
    public boolean mayTakeOver(String project) {
        return ProjectRights.of(job, project).has(Permissions.DEPLOY);
    }

    /** Lets others change an environment whose command cannot be asked whether it has ended, as its agent is gone. */
    @RequirePOST
    @Restricted(NoExternalUse.class)
    public HttpResponse doTakeOver(@QueryParameter String project, @QueryParameter String environment) {
        job.checkPermission(Permissions.DEPLOY);
        if (!allProjects().contains(project)) {
            throw HttpResponses.error(404, Messages.JobEnvironments_notHeld(environment, project));
        }
        ProjectRights.of(job, project).check(Permissions.DEPLOY);
        String by = Jenkins.getAuthentication2().getName();
        if (!RunningCommands.get().takeOver(project, environment, by)) {
            throw HttpResponses.error(404, Messages.JobEnvironments_notHeld(environment, project));
        }
        return HttpResponses.redirectToDot();
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
