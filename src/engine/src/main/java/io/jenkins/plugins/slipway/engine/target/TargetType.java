package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.config.target.TargetFormat;
import tools.jackson.databind.JsonNode;

/**
 * A kind of place that releases can be deployed to. A jar with one names its class in
 * {@code META-INF/services/io.jenkins.plugins.slipway.engine.config.target.TargetFormat}.
 */
public interface TargetType extends TargetFormat {
    /**
     * The place that a section leads to. Nothing is asked or touched.
     *
     * @param section that matches {@link #schema()}
     */
    Target open(TargetContext context, JsonNode section);
}
