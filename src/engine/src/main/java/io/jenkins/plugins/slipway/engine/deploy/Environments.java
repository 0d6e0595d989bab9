package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import java.util.regex.Pattern;

/** Finds an environment by the name that a user gave. */
public final class Environments {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}");

    private Environments() {}

    /**
     * The environment of that name as declared; with defaults where the project declares none at all.
     *
     * @throws BadInputException if the name cannot be one, or is not declared
     */
    public static EnvironmentConfig require(ProjectConfig config, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new BadInputException(
                    "‘" + name + "’ cannot be the name of an environment: a name is 1 to 63 letters,"
                            + " digits, dots, dashes and underscores, and begins with a letter or digit."
                            + declared(config));
        }
        EnvironmentConfig declared = config.environments().get(name);
        if (declared != null) {
            return declared;
        }
        if (config.environments().isEmpty()) {
            return EnvironmentConfig.defaults(name);
        }
        String meant = Suggestion.closest(name, config.environments().keySet())
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
