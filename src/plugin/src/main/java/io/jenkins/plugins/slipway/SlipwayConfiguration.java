package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.Secret;
import java.nio.file.Path;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Where this controller keeps records and artifacts. */
@Extension
@Symbol("slipway")
public final class SlipwayConfiguration extends GlobalConfiguration {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    @CheckForNull
    private String artifactRoot;

    /** May hold a password, so it is kept and shown like one. */
    @CheckForNull
    private Secret records;

    public SlipwayConfiguration() {
        load();
    }

    @NonNull
    static SlipwayConfiguration get() {
        return ExtensionList.lookupSingleton(SlipwayConfiguration.class);
    }

    @CheckForNull
    public String getArtifactRoot() {
        return artifactRoot;
    }

    @DataBoundSetter
    public void setArtifactRoot(@CheckForNull String artifactRoot) {
        this.artifactRoot = Util.fixEmptyAndTrim(artifactRoot);
        save();
    }

    @CheckForNull
    public Secret getRecords() {
        return records;
    }

    @DataBoundSetter
    public void setRecords(@CheckForNull Secret records) {
        this.records = records == null || records.getPlainText().isBlank() ? null : records;
        save();
        ExtensionList.lookup(SlipwayStore.class).forEach(SlipwayStore::close);
    }

    @CheckForNull
    String recordsUrl() {
        return records == null ? null : records.getPlainText().trim();
    }

    @NonNull
    Path home() {
        return Jenkins.get().getRootDir().toPath().resolve("slipway");
    }

    @NonNull
    Path artifactFolder() {
        return artifactRoot == null ? home().resolve("artifacts") : home().resolve(artifactRoot);
    }

    /** Checks the records' address without connecting to it: a form check must not reach out to other hosts. */
    @POST
    public FormValidation doCheckRecords(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String url = Secret.fromString(value).getPlainText().trim();
        return url.isEmpty() || url.startsWith(POSTGRESQL)
                ? FormValidation.ok()
                : FormValidation.error(Messages.SlipwayConfiguration_records());
    }
}
