package io.jenkins.plugins.slipway.engine.journal;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * Something that happened, as it was written down.
 *
 * @param number from 1 in the order of writing
 * @param name such as {@code phase-started}
 * @param fields an object
 */
public record JournalEvent(long number, Instant at, String name, JsonNode fields) {}
