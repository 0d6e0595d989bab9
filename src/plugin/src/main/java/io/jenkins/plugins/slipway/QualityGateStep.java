package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/**
 * Judges the release that is live in an environment.
 *
 * <pre>
 * def verdict = qualityGate environment: 'staging'
 * echo verdict.status
 * </pre>
 */
public final class QualityGateStep extends EnvironmentStep {
    private Integer release;
    private String failOn = "";

    /** Null in steps that were stored before there were any. */
    @CheckForNull
    private List<GateRule> qualityGates;

    @DataBoundConstructor
    public QualityGateStep(@NonNull String environment) {
        super(environment);
    }

    @CheckForNull
    public Integer getRelease() {
        return release;
    }

    /** The release's number; whichever is live unless set. */
    @DataBoundSetter
    public void setRelease(@CheckForNull Integer release) {
        this.release = release;
    }

    public String getFailOn() {
        return failOn;
    }

    /** The mildest verdict that fails the step: unstable, inconclusive or failed. */
    @DataBoundSetter
    public void setFailOn(@CheckForNull String failOn) {
        this.failOn = Util.fixNull(failOn).trim();
    }

    public List<GateRule> getQualityGates() {
        return qualityGates == null ? List.of() : List.copyOf(qualityGates);
    }

    /** Rules beside those of the configuration. */
    @DataBoundSetter
    public void setQualityGates(@CheckForNull List<GateRule> qualityGates) {
        this.qualityGates = qualityGates == null || qualityGates.isEmpty() ? null : new ArrayList<>(qualityGates);
    }

    @Override
    protected Object readResolve() {
        setFailOn(failOn);
        setQualityGates(qualityGates);
        return super.readResolve();
    }

    @Override
    StepWork.Verb verb() {
        return StepWork.Verb.GATE;
    }

    @Override
    @CheckForNull
    Integer releaseNumber() {
        return release;
    }

    @Override
    void addOptions(@NonNull List<String> options) throws AbortException {
        if (!failOn.isEmpty()) {
            options.addAll(List.of("--fail-on", failOn));
        }
        for (GateRule rule : getQualityGates()) {
            options.addAll(List.of("--rule", rule.option()));
        }
    }

    @Extension
    public static final class DescriptorImpl extends EnvironmentStepDescriptor {
        @Override
        public String getFunctionName() {
            return "qualityGate";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.QualityGateStep_displayName();
        }

        @POST
        public ListBoxModel doFillFailOnItems(@AncestorInPath Item item) {
            Permissions.checkConfigure(item);
            return new ListBoxModel(
                    new ListBoxModel.Option(Messages.QualityGateStep_inconclusive(), ""),
                    new ListBoxModel.Option(Messages.QualityGateStep_unstable(), "unstable"),
                    new ListBoxModel.Option(Messages.QualityGateStep_failed(), "failed"));
        }
    }
}
