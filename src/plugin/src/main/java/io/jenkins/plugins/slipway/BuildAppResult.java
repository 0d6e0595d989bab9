package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;
import tools.jackson.databind.JsonNode;

/** What {@code buildApp} returns to a pipeline. */
public final class BuildAppResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String project;
    private final Integer release;
    private final ArrayList<Application> applications = new ArrayList<>();

    BuildAppResult(JsonNode document) {
        this.project = document.path("project").asString("");
        this.release = JsonDocuments.integer(document.path("release"));
        document.path("applications").forEach(each -> applications.add(new Application(each)));
    }

    @Whitelisted
    public String getProject() {
        return project;
    }

    /** The release's number; null if only some applications were built. */
    @Whitelisted
    @CheckForNull
    public Integer getRelease() {
        return release;
    }

    @Whitelisted
    public List<Application> getApplications() {
        return List.copyOf(applications);
    }

    /** One application of the build. */
    public static final class Application implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String name;
        private final String key;
        private final String digest;
        private final boolean reused;
        private final ArrayList<String> reasons;
        private final double seconds;

        Application(JsonNode document) {
            this.name = document.path("name").asString("");
            this.key = document.path("key").asString("");
            this.digest = document.path("digest").asString("");
            this.reused = document.path("reused").asBoolean(false);
            this.reasons = JsonDocuments.strings(document.path("reasons"));
            this.seconds = document.path("seconds").asDouble(0);
        }

        @Whitelisted
        public String getName() {
            return name;
        }

        @Whitelisted
        public String getKey() {
            return key;
        }

        @Whitelisted
        public String getDigest() {
            return digest;
        }

        @Whitelisted
        public boolean isReused() {
            return reused;
        }

        /** Whole sentences, why it was reused or built. */
        @Whitelisted
        public List<String> getReasons() {
            return List.copyOf(reasons);
        }

        @Whitelisted
        public double getSeconds() {
            return seconds;
        }
    }
}
