package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@link RollbackStep} for freestyle jobs. */
public final class RollbackBuilder extends SwitchBuilder {
    private final RollbackStep step;

    @DataBoundConstructor
    public RollbackBuilder(@NonNull String environment) {
        this(new RollbackStep(environment));
    }

    RollbackBuilder(RollbackStep step) {
        this.step = step;
    }

    @Override
    RollbackStep step() {
        return step;
    }

    @CheckForNull
    public Integer getTo() {
        return step.getTo();
    }

    @DataBoundSetter
    public void setTo(@CheckForNull Integer to) {
        step.setTo(to);
    }

    public String getData() {
        return step.getData();
    }

    @DataBoundSetter
    public void setData(@CheckForNull String data) {
        step.setData(data);
    }

    public String getReason() {
        return step.getReason();
    }

    @DataBoundSetter
    public void setReason(@CheckForNull String reason) {
        step.setReason(reason);
    }

    @Extension
    @Symbol("rollback")
    public static final class DescriptorImpl extends StepBuilderDescriptor {
        public DescriptorImpl() {
            super(RollbackStep.class);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.RollbackStep_displayName();
        }
    }
}
