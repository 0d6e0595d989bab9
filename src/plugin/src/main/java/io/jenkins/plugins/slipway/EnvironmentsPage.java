package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import hudson.model.ModelObject;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;

/** What can be reached by a URL of a job's environments: the page, and what it offers to do. */
@Restricted(NoExternalUse.class)
public final class EnvironmentsPage implements ModelObject {
    private final JobEnvironments environments;
    private final Job<?, ?> job;

    EnvironmentsPage(@NonNull JobEnvironments environments, @NonNull Job<?, ?> job) {
        this.environments = environments;
        this.job = job;
    }

    /** For the frame of the page. */
    public Job<?, ?> getObject() {
        return job;
    }

    @Override
    public String getDisplayName() {
        return environments.getDisplayName();
    }

    /** The interface, for what this job works on. */
    public ApiEntry getApi() {
        return new ApiEntry(ApiScope.of(job, environments));
    }

    private Set<String> allProjects() {
        return environments.allProjects();
    }

    /** {@code badge/ENVIRONMENT.svg}: what is live there, as a picture. */
    @GET
    public void doBadge(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        job.checkPermission(Permissions.VIEW);
        String path = request.getRestOfPath();
        SqlRecords records = SlipwayStore.get().records();
        Optional<EnvironmentRow> row = records.together(() -> allProjects().stream()
                .flatMap(project -> records.deployments().environments(project).stream()
                        .filter(name -> path.equals("/" + name + ".svg"))
                        .map(name -> EnvironmentRow.of(records, project, name)))
                .findFirst());
        EnvironmentBadge.send(row.orElseThrow(HttpResponses::notFound), response);
    }

    /** For the page; whoever lacks the permission gets none of it. */
    public List<EnvironmentRow> rows() {
        job.checkPermission(Permissions.VIEW);
        SqlRecords records = SlipwayStore.get().records();
        return records.together(() -> allProjects().stream()
                .flatMap(project -> EnvironmentRow.of(records, project).stream())
                .toList());
    }

    /** Releases that are marked bad and so are not deployed, for the page. */
    public List<Release> quarantined() {
        job.checkPermission(Permissions.VIEW);
        SqlRecords records = SlipwayStore.get().records();
        return records.together(() -> allProjects().stream()
                .flatMap(project -> records.releases().kept(project).stream())
                .filter(release -> release.quarantine() != null)
                .toList());
    }

    /** Whether to offer what {@link #doLift} does. */
    public boolean mayLift(String project) {
        return ProjectRights.of(job, project).has(Permissions.ROLLBACK);
    }

    /** Takes a release out of quarantine: it was found good after all, and may be deployed again. */
    @RequirePOST
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
    public List<HeldEnvironment> held() {
        job.checkPermission(Permissions.VIEW);
        Set<String> projects = allProjects();
        return RunningCommands.get().outOfReach().stream()
                .map(HeldEnvironment::of)
                .filter(held -> projects.contains(held.project()))
                .toList();
    }

    /** Whether to offer what {@link #doTakeOver} does. */
    public boolean mayTakeOver(String project) {
        return ProjectRights.of(job, project).has(Permissions.DEPLOY);
    }

    /** Lets others change an environment whose command cannot be asked whether it has ended, as its agent is gone. */
    @RequirePOST
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

    /** Whether anything here is of another project than the job's own, so that its name is needed to tell them apart. */
    public boolean isMixed(List<EnvironmentRow> rows) {
        String own = Requester.project("", job);
        return rows.stream().anyMatch(row -> !row.project().equals(own));
    }
}
