package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@link QualityGateStep} for freestyle jobs. */
public final class QualityGateBuilder extends EnvironmentBuilder {
    private final QualityGateStep step;

    @DataBoundConstructor
    public QualityGateBuilder(@NonNull String environment) {
        this(new QualityGateStep(environment));
    }

    QualityGateBuilder(QualityGateStep step) {
        this.step = step;
    }

    @Override
    QualityGateStep step() {
        return step;
    }

    @CheckForNull
    public Integer getRelease() {
        return step.getRelease();
    }

    @DataBoundSetter
    public void setRelease(@CheckForNull Integer release) {
        step.setRelease(release);
    }

    public String getFailOn() {
        return step.getFailOn();
    }

    @DataBoundSetter
    public void setFailOn(@CheckForNull String failOn) {
        step.setFailOn(failOn);
    }

    public List<GateRule> getQualityGates() {
        return step.getQualityGates();
    }

    @DataBoundSetter
    public void setQualityGates(@CheckForNull List<GateRule> qualityGates) {
        step.setQualityGates(qualityGates);
    }

    @Extension
    @Symbol("qualityGate")
    public static final class DescriptorImpl extends StepBuilderDescriptor {
        public DescriptorImpl() {
            super(QualityGateStep.class);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.QualityGateStep_displayName();
        }
    }
}
