package io.jenkins.plugins.slipway.engine.config;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Time spans as users write them: {@code 500ms}, {@code 60s}, {@code 5m}, {@code 1h}, {@code 1d}; a bare number is seconds. */
final class Durations {
    private Durations() {}

    /** The duration that a node holds; the other one if the node is missing. */
    static Duration of(JsonNode node, Duration otherwise) {
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        String text = node.asString();
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        long amount = Long.parseLong(text.substring(0, digits));
        return switch (text.substring(digits)) {
            case "ms" -> Duration.ofMillis(amount);
            case "", "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException("‘" + text + "’ is not a duration");
        };
    }
}
