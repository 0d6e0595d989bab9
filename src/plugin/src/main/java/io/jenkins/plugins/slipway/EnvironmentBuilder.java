package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * What the build steps on an environment have in common.
 *
 * @param <S> the step
 */
public abstract class EnvironmentBuilder<S extends EnvironmentStep> extends StepBuilder<S> {
    EnvironmentBuilder(@NonNull S step) {
        super(step);
    }

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
