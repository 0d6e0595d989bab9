package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import java.nio.file.Path;
import java.util.List;
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
    static final String PREFERRED = "preferred";
    static final String REQUIRED = "required";
    static final String OFF = "off";
    private static final List<String> ISOLATIONS = List.of(PREFERRED, REQUIRED, OFF);
    private static final String POSTGRESQL = "jdbc:postgresql:";

    @CheckForNull
    private String artifactRoot;

    /** May hold a password, so it is kept and shown like one. */
    @CheckForNull
    private Secret records;

    private int keepReleases = 5;
    private int keepDays = 30;

    @CheckForNull
    private String isolation;

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

    /** How many releases keep their artifacts per environment besides those that are live, to go back to, or the last good ones. */
    public int getKeepReleases() {
        return keepReleases;
    }

    @DataBoundSetter
    public void setKeepReleases(int keepReleases) {
        this.keepReleases = Math.max(0, keepReleases);
        save();
    }

    /** How many days every release keeps its artifacts, and for how many those of a deleted job are kept. */
    public int getKeepDays() {
        return keepDays;
    }

    @DataBoundSetter
    public void setKeepDays(int keepDays) {
        this.keepDays = Math.max(1, keepDays);
        save();
    }

    /** {@code preferred}, {@code required} or {@code off}. */
    @NonNull
    public String getIsolation() {
        return isolation == null ? PREFERRED : isolation;
    }

    @DataBoundSetter
    public void setIsolation(@CheckForNull String isolation) {
        String word = Util.fixEmptyAndTrim(isolation);
        if (word != null && !ISOLATIONS.contains(word)) {
            throw new IllegalArgumentException("isolation: ‘" + word + "’ is not one of " + ISOLATIONS);
        }
        this.isolation = PREFERRED.equals(word) ? null : word;
        save();
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

    @POST
    public FormValidation doCheckKeepReleases(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validateNonNegativeInteger(value);
    }

    @POST
    public FormValidation doCheckKeepDays(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validatePositiveInteger(value);
    }

    @POST
    public ListBoxModel doFillIsolationItems() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return new ListBoxModel(
                new ListBoxModel.Option(Messages.SlipwayConfiguration_preferred(), PREFERRED),
                new ListBoxModel.Option(Messages.SlipwayConfiguration_required(), REQUIRED),
                new ListBoxModel.Option(Messages.SlipwayConfiguration_off(), OFF));
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
