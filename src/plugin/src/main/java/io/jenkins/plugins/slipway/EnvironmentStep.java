package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Map;

/** What the steps on an environment have in common. */
public abstract class EnvironmentStep extends SlipwayStep {
    private final String environment;

    EnvironmentStep(@NonNull String environment) {
        this.environment = environment.trim();
    }

    public String getEnvironment() {
        return environment;
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
