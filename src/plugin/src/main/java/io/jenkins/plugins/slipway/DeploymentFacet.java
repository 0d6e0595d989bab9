package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Fingerprint;
import hudson.model.Job;
import hudson.model.Run;
import jenkins.model.FingerprintFacet;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import tools.jackson.databind.JsonNode;

/** That an artifact went live somewhere, on the page of its fingerprint. */
public final class DeploymentFacet extends FingerprintFacet {
    private final String project;
    private final String environment;
    private final int deployment;
    private final int release;
    private final String job;
    private final int build;

    DeploymentFacet(
            @NonNull Fingerprint fingerprint,
            @NonNull String project,
            @NonNull StepWork work,
            @NonNull JsonNode document,
            @NonNull Run<?, ?> run) {
        super(fingerprint, System.currentTimeMillis());
        this.project = project;
        this.environment = work.environment();
        this.deployment = document.path("deployment").asInt(0);
        this.release = document.path("release").asInt(0);
        this.job = run.getParent().getFullName();
        this.build = run.getNumber();
    }

    /** Whether the user may see it. */
    @Restricted(NoExternalUse.class)
    public boolean isVisible() {
        Job<?, ?> found = Jenkins.get().getItemByFullName(job, Job.class);
        return found == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : ProjectRights.of(found, project).has(Permissions.VIEW);
    }

    public String getProject() {
        return project;
    }

    public String getEnvironment() {
        return environment;
    }

    public int getDeployment() {
        return deployment;
    }

    public int getRelease() {
        return release;
    }

    public String getBuild() {
        return job + " #" + build;
    }
}
