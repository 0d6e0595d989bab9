package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** What the build steps on an environment have in common. */
public abstract class EnvironmentBuilder extends StepBuilder {
    @Override
    @NonNull
    abstract EnvironmentStep step();

    public String getEnvironment() {
        return step().getEnvironment();
    }

    public List<HookCredential> getCredentials() {
        return step().getCredentials();
    }

    @DataBoundSetter
    public void setCredentials(@CheckForNull List<HookCredential> credentials) {
        step().setCredentials(credentials);
    }
}
