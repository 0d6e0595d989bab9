package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import org.kohsuke.stapler.DataBoundSetter;

/** What the build steps that change which release is live have in common. */
public abstract class SwitchBuilder extends EnvironmentBuilder {
    @Override
    @NonNull
    abstract SwitchStep step();

    public String getWait() {
        return step().getWait();
    }

    @DataBoundSetter
    public void setWait(@CheckForNull String wait) {
        step().setWait(wait);
    }

    public boolean isDryRun() {
        return step().isDryRun();
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        step().setDryRun(dryRun);
    }
}
