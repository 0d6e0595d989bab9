package io.jenkins.plugins.slipway.engine.config;

import io.jenkins.plugins.slipway.engine.config.target.TargetConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Where the applications of an environment live.
 *
 * @param standard where those live that are not named
 * @param byApplication where the others live
 */
public record Placement(TargetConfig standard, Map<String, TargetConfig> byApplication) {
    /** Everything on this machine. */
    public static final Placement LOCAL = new Placement(TargetConfig.LOCAL, Map.of());

    public Placement {
        byApplication = Map.copyOf(byApplication);
    }

    /** Whether all of it is this machine. */
    public boolean isLocal() {
        return standard.isLocal() && byApplication.values().stream().allMatch(TargetConfig::isLocal);
    }

    /** Where an application lives. */
    public TargetConfig of(String application) {
        return byApplication.getOrDefault(application, standard);
    }

    /** What a valid section of an environment says. */
    static Placement in(JsonNode environment) {
        Map<String, TargetConfig> named = new LinkedHashMap<>();
        environment
                .path("targets")
                .properties()
                .forEach(one -> named.put(one.getKey(), TargetConfig.of(one.getValue())));
        return new Placement(TargetConfig.of(environment.path("target")), named);
    }
}
