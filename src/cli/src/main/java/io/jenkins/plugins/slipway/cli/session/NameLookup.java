package io.jenkins.plugins.slipway.cli.session;

import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.deploy.Environments;

/** Tells names that exist from those that do not. */
public final class NameLookup {
    private NameLookup() {}

    /**
     * Passes if the environment is declared or was deployed to once: history outlives declarations.
     *
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if it is neither
     */
    public static void environment(Session session, String name) {
        if (session.records().deployments().environments(session.project()).contains(name)) {
            return;
        }
        ProjectConfig config = session.config();
        Environments.require(config, name);
    }
}
