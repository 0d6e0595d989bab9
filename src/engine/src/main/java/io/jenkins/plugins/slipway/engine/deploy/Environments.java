package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.problem.Suggestions;

/** Finds an environment by the name that a user gave. */
public final class Environments {
    private Environments() {}

    /**
     * The environment of that name as declared; with defaults where the project declares none at all.
     *
     * @throws BadInputException if the name cannot be one, or is not declared
     */
    public static EnvironmentConfig require(ProjectConfig config, String name) {
        if (!Names.isPlain(name)) {
            throw new BadInputException(
                    "‘" + name + "’ cannot be the name of an environment: " + Names.RULE + "." + declared(config));
        }
        EnvironmentConfig declared = config.environments().get(name);
        if (declared != null) {
            return declared;
        }
        if (config.environments().isEmpty()) {
            return EnvironmentConfig.defaults(name);
        }
        String meant = Suggestions.nearest(name, config.environments().keySet())
                .map(other -> " Did you mean ‘" + other + "’?")
                .orElse("");
        throw new BadInputException("Project ‘" + config.project() + "’ declares no environment ‘" + name + "’." + meant
                + declared(config));
    }

    private static String declared(ProjectConfig config) {
        return config.environments().isEmpty()
                ? ""
                : " Declared are: " + String.join(", ", config.environments().keySet()) + ".";
    }
}
