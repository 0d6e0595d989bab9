package io.jenkins.plugins.slipway.engine.config.target;

import tools.jackson.databind.JsonNode;

/**
 * A kind of place beside this machine: what its section in the configuration looks like. Found by {@link java.util.ServiceLoader},
 * so that a kind that is not installed is refused when a configuration is read.
 */
public interface TargetFormat {
    /** The key of its section: {@code git}. */
    String name();

    /** The JSON Schema (2020-12) of its section; one object without references to other files. */
    String schema();

    /**
     * The remote place that a section leads to, as a text that two sections share just when they lead to the same one: spelling,
     * user and access do not count.
     *
     * @param section that matches {@link #schema()}
     */
    String address(JsonNode section);
}
