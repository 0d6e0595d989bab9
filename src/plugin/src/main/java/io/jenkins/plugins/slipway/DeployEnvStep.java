package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import java.util.List;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/**
 * Makes a release live in an environment, or leaves there what was live before.
 *
 * <pre>
 * deployEnv environment: 'production', release: app.release
 * </pre>
 */
public final class DeployEnvStep extends EnvironmentStep {
    private String wait = "";
    private boolean dryRun;

    @DataBoundConstructor
    public DeployEnvStep(@NonNull String environment) {
        super(environment);
    }

    public String getWait() {
        return wait;
    }

    @DataBoundSetter
    public void setWait(@CheckForNull String wait) {
        this.wait = Util.fixNull(wait).trim();
    }

    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    @Override
    Work.Verb verb() {
        return Work.Verb.DEPLOY;
    }

    @Override
    void addOptions(@NonNull List<String> options) {
        if (!wait.isEmpty()) {
            options.addAll(List.of("--wait", wait));
        }
        if (dryRun) {
            options.add("--dry-run");
        }
    }

    @Extension
    public static final class DescriptorImpl extends EnvironmentStepDescriptor {
        @Override
        public String getFunctionName() {
            return "deployEnv";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.DeployEnvStep_displayName();
        }

        @POST
        public ListBoxModel doFillWaitItems(@AncestorInPath Item item) {
            Permissions.checkConfigure(item);
            return new ListBoxModel(
                    new ListBoxModel.Option(Messages.DeployEnvStep_asConfigured(), ""),
                    new ListBoxModel.Option(Messages.DeployEnvStep_queue(), "queue"),
                    new ListBoxModel.Option(Messages.DeployEnvStep_newest(), "newest"),
                    new ListBoxModel.Option(Messages.DeployEnvStep_refuse(), "refuse"));
        }
    }
}
