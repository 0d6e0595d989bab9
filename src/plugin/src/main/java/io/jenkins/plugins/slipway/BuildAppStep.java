package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Builds what changed in a project's applications and makes a release of it.
 *
 * <pre>
 * def app = buildApp()
 * echo "release ${app.release}"
 * </pre>
 */
public final class BuildAppStep extends SlipwayStep {
    private String app = "";
    private Boolean reuse = true;

    @DataBoundConstructor
    public BuildAppStep() {
        // All is optional.
    }

    public String getApp() {
        return app;
    }

    @DataBoundSetter
    public void setApp(@CheckForNull String app) {
        this.app = Util.fixNull(app).trim();
    }

    public boolean isReuse() {
        return reuse;
    }

    @DataBoundSetter
    public void setReuse(boolean reuse) {
        this.reuse = reuse;
    }

    @Override
    protected Object readResolve() {
        setApp(app);
        setReuse(reuse == null || reuse);
        return super.readResolve();
    }

    @Override
    StepWork.Verb verb() {
        return StepWork.Verb.BUILD;
    }

    @Override
    void addOptions(@NonNull List<String> options) {
        if (!app.isEmpty()) {
            options.addAll(List.of("--app", app));
        }
        if (!reuse) {
            options.add("--no-reuse");
        }
    }

    @Extension
    public static final class DescriptorImpl extends SlipwayStepDescriptor {
        @Override
        public String getFunctionName() {
            return "buildApp";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.BuildAppStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            Object app = arguments.get("app");
            return app == null ? null : app.toString();
        }
    }
}
