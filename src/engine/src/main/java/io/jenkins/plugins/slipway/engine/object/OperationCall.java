package io.jenkins.plugins.slipway.engine.object;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An operation to run.
 *
 * @param key the same for every attempt at one piece of work; null where nothing is repeated
 * @param limit how long it may take
 * @param memory megabytes that it may use
 */
public record OperationCall(
        String object,
        String operation,
        JsonNode input,
        @Nullable String key,
        Duration limit,
        int memory) {}
