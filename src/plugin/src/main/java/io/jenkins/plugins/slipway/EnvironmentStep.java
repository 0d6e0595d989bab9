package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** What the steps on an environment have in common. */
public abstract class EnvironmentStep extends SlipwayStep {
    private final String environment;
    /** Null in steps that were stored before there were any. */
    @CheckForNull
    private List<HookCredential> credentials;

    EnvironmentStep(@NonNull String environment) {
        this.environment = environment.trim();
    }

    public String getEnvironment() {
        return environment;
    }

    public List<HookCredential> getCredentials() {
        return credentials == null ? List.of() : List.copyOf(credentials);
    }

    /** What the hooks of this step get, each in a variable. */
    @DataBoundSetter
    public void setCredentials(@CheckForNull List<HookCredential> credentials) {
        this.credentials = credentials == null || credentials.isEmpty() ? null : new ArrayList<>(credentials);
    }

    @Override
    protected Object readResolve() {
        setCredentials(credentials);
        return super.readResolve();
    }

    @Override
    @NonNull
    StepWork work() throws AbortException {
        return super.work().with(getCredentials());
    }

    @Override
    @NonNull
    String environmentName() {
        return environment;
    }

    /** Shows the environment and the release in the step's label. */
    public abstract static class EnvironmentStepDescriptor extends SlipwayStepDescriptor {
        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            Object environment = arguments.get("environment");
            Object release = arguments.getOrDefault("release", arguments.get("to"));
            return release == null ? String.valueOf(environment) : environment + ", release " + release;
        }
    }
}
