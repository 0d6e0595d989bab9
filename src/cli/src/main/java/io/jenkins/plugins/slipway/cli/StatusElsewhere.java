package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.LocalLifecycle;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.target.DriftPort;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the places say of environments that do not live on this machine alone. Each place is asked once. */
final class StatusElsewhere {
    private final Session session;
    private final @Nullable ProjectConfig config;
    private final Map<String, Found> found = new HashMap<>();

    /**
     * @param live empty if nothing was ever deployed there
     * @param answers whether the place could be asked
     */
    record Found(Optional<Live> live, List<String> drift, boolean answers) {}

    StatusElsewhere(Session session, @Nullable ProjectConfig config) throws IOException {
        this.session = session;
        this.config = config;
        if (config != null && isUsed(config)) {
            Target target = new LocalLifecycle(session).ports().target();
            config.environments().keySet().stream()
                    .filter(this::isElsewhere)
                    .forEach(name -> found.put(name, ask(target, name)));
        }
    }

    /** Whether a project has an environment that does not live on this machine alone. */
    static boolean isUsed(@Nullable ProjectConfig config) {
        return config != null
                && config.environments().keySet().stream()
                        .anyMatch(name -> !config.placement(name).isLocal());
    }

    /** Whether an environment, or a part of it, lives at another place than this machine. */
    boolean isElsewhere(String environment) {
        return config != null && !config.placement(environment).isLocal();
    }

    /** Empty for an environment that lives here. */
    Optional<Found> of(String environment) {
        return Optional.ofNullable(found.get(environment));
    }

    private Found ask(Target target, String environment) {
        try {
            Optional<Live> live = target.inspect(session.project(), environment);
            List<String> drift = target.drift(session.project(), environment)
                    .map(DriftPort::drift)
                    .orElse(List.of());
            return new Found(live, drift, true);
        } catch (SlipwayException e) {
            session.say(environment + ": " + e.getMessage());
            return new Found(Optional.empty(), List.of(), false);
        }
    }
}
