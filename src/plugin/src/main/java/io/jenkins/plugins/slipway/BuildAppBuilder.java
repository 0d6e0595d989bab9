package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@link BuildAppStep} for freestyle jobs. */
public final class BuildAppBuilder extends StepBuilder {
    private final BuildAppStep step;

    @DataBoundConstructor
    public BuildAppBuilder() {
        this(new BuildAppStep());
    }

    BuildAppBuilder(BuildAppStep step) {
        this.step = step;
    }

    @Override
    BuildAppStep step() {
        return step;
    }

    @Override
    Object withDefaults() {
        return new BuildAppBuilder();
    }

    public String getApp() {
        return step.getApp();
    }

    @DataBoundSetter
    public void setApp(@CheckForNull String app) {
        step.setApp(app);
    }

    public boolean isReuse() {
        return step.isReuse();
    }

    @DataBoundSetter
    public void setReuse(boolean reuse) {
        step.setReuse(reuse);
    }

    @Extension
    @Symbol("buildApp")
    public static final class DescriptorImpl extends StepBuilderDescriptor {
        public DescriptorImpl() {
            super(BuildAppStep.class);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.BuildAppStep_displayName();
        }
    }
}
