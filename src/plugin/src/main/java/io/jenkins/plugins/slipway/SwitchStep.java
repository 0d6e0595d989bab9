package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import java.util.List;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** What the steps that change which release is live have in common. */
public abstract class SwitchStep extends EnvironmentStep {
    private String wait = "";
    private boolean dryRun;

    SwitchStep(@NonNull String environment) {
        super(environment);
    }

    public String getWait() {
        return wait;
    }

    /** What to do while somebody else holds the environment: queue, newest or refuse; as configured unless set. */
    @DataBoundSetter
    public void setWait(@CheckForNull String wait) {
        this.wait = Util.fixNull(wait).trim();
    }

    public boolean isDryRun() {
        return dryRun;
    }

    /** Whether only to say what would be done. */
    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    @Override
    protected Object readResolve() {
        setWait(wait);
        return super.readResolve();
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

    /** Offers the same ways to wait in both steps. */
    public abstract static class SwitchStepDescriptor extends EnvironmentStepDescriptor {
        @POST
        public ListBoxModel doFillWaitItems(@AncestorInPath Item item) {
            Permissions.checkConfigure(item);
            return new ListBoxModel(
                    new ListBoxModel.Option(Messages.SwitchStep_asConfigured(), ""),
                    new ListBoxModel.Option(Messages.SwitchStep_queue(), "queue"),
                    new ListBoxModel.Option(Messages.SwitchStep_newest(), "newest"),
                    new ListBoxModel.Option(Messages.SwitchStep_refuse(), "refuse"));
        }
    }
}
