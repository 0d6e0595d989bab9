package io.jenkins.plugins.slipway.engine.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Time spans as people write them: a whole number and a unit, {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}. A number
 * without a unit is refused, for {@code 90} may be meant as seconds, minutes or milliseconds; 0 needs none. The platforms' {@code
 * expires} is the one exception: it is theirs, knows {@code w}, {@code M} and {@code y} too, and takes a bare number as seconds.
 */
public final class Durations {
    /** What a time span is, to complete a sentence. */
    public static final String RULE = "a whole number with ms, s, m, h or d, such as 90s, 5m or 1h";

    static final String EXPRESSION = "0|[0-9]{1,9}(ms|s|m|h|d)";

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern EXPIRES = Pattern.compile("(-?[0-9]{1,9})(ms|s|m|h|d|w|M|y)?");

    private Durations() {}

    /** The time span that a text says; empty if it says none. */
    public static Optional<Duration> read(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = SPAN.matcher(text);
        return matcher.matches()
                ? Optional.of(span(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    /**
     * How long a client may keep an answer, as {@code expires} says it.
     *
     * @return empty if the text says none; a negative span where it is not to be kept
     */
    public static Optional<Duration> readExpires(String text) {
        Matcher matcher = EXPIRES.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(amount < 0 ? Duration.ofSeconds(-1) : span(amount, matcher.group(2)));
    }

    /** The time span that a node of a checked tree holds; the other one if the node is missing. */
    static Duration of(JsonNode node, Duration otherwise) {
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        if (node.isIntegralNumber()) {
            // Configuration that was stored while bare numbers were seconds.
            return Duration.ofSeconds(node.longValue());
        }
        String text = node.asString();
        return read(text)
                .or(() -> readExpires(text))
                .orElseThrow(() -> new IllegalArgumentException("‘" + text + "’ is not a duration"));
    }

    private static Duration span(long amount, @Nullable String unit) {
        return switch (unit == null ? "s" : unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            case "w" -> Duration.ofDays(7 * amount);
            case "M" -> Duration.ofDays(30 * amount);
            case "y" -> Duration.ofDays(365 * amount);
            default -> Duration.ofSeconds(amount);
        };
    }
}
