package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;
import tools.jackson.databind.JsonNode;

/** What {@code deployEnv} and {@code rollback} return to a pipeline. */
public final class DeployEnvResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String environment;
    private final Integer deployment;
    private final Integer release;
    private final Integer previous;
    private final String state;
    private final ArrayList<String> urls;

    /** Null in results from before there were any. */
    @CheckForNull
    private final String message;

    DeployEnvResult(JsonNode document) {
        this.environment = document.path("environment").asString("");
        this.deployment = JsonDocuments.integer(document.path("deployment"));
        this.release = JsonDocuments.integer(document.path("release"));
        this.previous = JsonDocuments.integer(document.path("previous"));
        this.state = document.path("state").asString("PLANNED");
        this.urls = JsonDocuments.strings(document.path("urls"));
        this.message = document.path("message").asString("");
    }

    @Whitelisted
    public String getEnvironment() {
        return environment;
    }

    /** The deployment's number in its environment; null for a dry run. */
    @Whitelisted
    @CheckForNull
    public Integer getDeployment() {
        return deployment;
    }

    @Whitelisted
    @CheckForNull
    public Integer getRelease() {
        return release;
    }

    /** The release that was live before; null for none. */
    @Whitelisted
    @CheckForNull
    public Integer getPrevious() {
        return previous;
    }

    /** {@code LIVE}, {@code RESTORED} or {@code FAILED}; {@code PLANNED} for a dry run. */
    @Whitelisted
    public String getState() {
        return state;
    }

    /** Why it failed, or what went wrong after it had gone live; empty if nothing did. */
    @Whitelisted
    public String getMessage() {
        return message == null ? "" : message;
    }

    /** Where the environment answers, main address first. */
    @Whitelisted
    public List<String> getUrls() {
        return List.copyOf(urls);
    }
}
