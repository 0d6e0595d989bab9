package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Makes a release live in an environment, or leaves there what was live before.
 *
 * <pre>
 * deployEnv environment: 'production', release: app.release
 * </pre>
 */
public final class DeployEnvStep extends SwitchStep {
    private Integer release;

    @DataBoundConstructor
    public DeployEnvStep(@NonNull String environment) {
        super(environment);
    }

    @CheckForNull
    public Integer getRelease() {
        return release;
    }

    /** The release's number; unless set, the one that this build has made, or the newest that its job has. */
    @DataBoundSetter
    public void setRelease(@CheckForNull Integer release) {
        this.release = release;
    }

    @Override
    StepWork.Verb verb() {
        return StepWork.Verb.DEPLOY;
    }

    @Override
    @CheckForNull
    Integer releaseNumber() {
        return release;
    }

    @Extension
    public static final class DescriptorImpl extends SwitchStepDescriptor {
        @Override
        public String getFunctionName() {
            return "deployEnv";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.DeployEnvStep_displayName();
        }
    }
}
