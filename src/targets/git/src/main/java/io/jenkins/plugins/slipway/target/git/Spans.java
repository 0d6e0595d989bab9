package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.config.Durations;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Spans of time, as they are written in a section. */
final class Spans {
    private Spans() {}

    static Duration of(JsonNode written, Duration otherwise) {
        return Durations.read(written.asString("")).orElse(otherwise);
    }

    /** For people. */
    static String words(Duration span) {
        return span.toString().substring(2).replaceAll("(\\d[HMS])(?!$)", "$1 ").toLowerCase(Locale.ROOT);
    }
}
