package io.jenkins.plugins.slipway.engine.config.target;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A place that a project declares.
 *
 * @param kind {@code local}, or the name of a {@link TargetFormat}
 * @param section what the project says of it; empty for {@code local}
 */
public record TargetConfig(String kind, JsonNode section) {
    public static final TargetConfig LOCAL =
            new TargetConfig(TargetFormats.LOCAL, JsonNodeFactory.instance.objectNode());

    /** Whether it is this machine. */
    public boolean isLocal() {
        return kind.equals(TargetFormats.LOCAL);
    }

    /** From a valid value; {@code local} where there is none. */
    public static TargetConfig of(JsonNode value) {
        return value.isObject() && value.size() == 1
                ? new TargetConfig(
                        value.propertyNames().iterator().next(),
                        value.properties().iterator().next().getValue())
                : LOCAL;
    }
}
