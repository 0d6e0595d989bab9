package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import java.io.File;
import java.io.Serializable;
import java.util.Set;
import jenkins.agents.ControllerToAgentFileCallable;

/** Asks an agent how an environment is declared in the sources of a workspace. */
record AskEnvironment(String project, String environment)
        implements ControllerToAgentFileCallable<AskEnvironment.Answer> {
    /**
     * How it is declared.
     *
     * @param production whether it is of type production
     * @param waiting {@code QUEUE}, {@code NEWEST} or {@code REFUSE}
     * @param problem why that is not known; the command fails for the same reason
     */
    record Answer(
            boolean production,
            String waiting,
            @CheckForNull String problem) implements Serializable {
        Answer {
            if (!Set.of("", "QUEUE", "NEWEST", "REFUSE").contains(waiting)) {
                throw new IllegalArgumentException("There is no such way to wait");
            }
        }
    }

    @Override
    public Answer invoke(File directory, VirtualChannel channel) {
        try {
            EnvironmentConfig declared = ConfigReader.read(directory.toPath(), project)
                    .environments()
                    .get(environment);
            return declared == null
                    ? new Answer(false, "", "no environment ‘" + environment + "’")
                    : new Answer(
                            declared.type() == EnvironmentConfig.Type.PRODUCTION,
                            declared.waiting().name(),
                            null);
        } catch (SlipwayException e) {
            return new Answer(false, "", String.valueOf(e.getMessage()));
        }
    }
}
