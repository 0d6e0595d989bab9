package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@link DeployEnvStep} for freestyle jobs. */
public final class DeployEnvBuilder extends SwitchBuilder {
    private final DeployEnvStep step;

    @DataBoundConstructor
    public DeployEnvBuilder(@NonNull String environment) {
        this(new DeployEnvStep(environment));
    }

    DeployEnvBuilder(DeployEnvStep step) {
        this.step = step;
    }

    @Override
    DeployEnvStep step() {
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

    @Extension
    @Symbol("deployEnv")
    public static final class DescriptorImpl extends StepBuilderDescriptor {
        public DescriptorImpl() {
            super(DeployEnvStep.class);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.DeployEnvStep_displayName();
        }
    }
}
