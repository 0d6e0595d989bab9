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
 * Takes an environment back to the last release that was good there, and quarantines the bad one.
 *
 * <pre>
 * rollback environment: 'production', data: 'down', reason: 'checkout is broken'
 * </pre>
 */
public final class RollbackStep extends SwitchStep {
    private Integer to;
    private String data = "";
    private String reason = "";

    @DataBoundConstructor
    public RollbackStep(@NonNull String environment) {
        super(environment);
    }

    @CheckForNull
    public Integer getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(@CheckForNull Integer to) {
        this.to = to;
    }

    public String getData() {
        return data;
    }

    @DataBoundSetter
    public void setData(@CheckForNull String data) {
        this.data = Util.fixNull(data).trim();
    }

    public String getReason() {
        return reason;
    }

    @DataBoundSetter
    public void setReason(@CheckForNull String reason) {
        this.reason = Util.fixNull(reason).trim();
    }

    @Override
    protected Object readResolve() {
        setData(data);
        setReason(reason);
        return super.readResolve();
    }

    @Override
    StepWork.Verb verb() {
        return StepWork.Verb.ROLLBACK;
    }

    @Override
    @CheckForNull
    Integer releaseNumber() {
        return to;
    }

    @Override
    void addOptions(@NonNull List<String> options) {
        if (!data.isEmpty()) {
            options.addAll(List.of("--data", data));
        }
        if (!reason.isEmpty()) {
            options.addAll(List.of("--reason", reason));
        }
        super.addOptions(options);
    }

    @Extension
    public static final class DescriptorImpl extends SwitchStepDescriptor {
        @Override
        public String getFunctionName() {
            return "rollback";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.RollbackStep_displayName();
        }

        @POST
        public ListBoxModel doFillDataItems(@AncestorInPath Item item) {
            Permissions.checkConfigure(item);
            return new ListBoxModel(
                    new ListBoxModel.Option(Messages.RollbackStep_none(), ""),
                    new ListBoxModel.Option(Messages.RollbackStep_down(), "down"),
                    new ListBoxModel.Option(Messages.RollbackStep_restore(), "restore"));
        }
    }
}
