package io.jenkins.plugins.slipway.cli.terminal;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and durations as people read them. */
public final class Times {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Times() {}

    public static String local(Instant time) {
        return LOCAL.format(time.atZone(ZoneId.systemDefault()));
    }

    /** {@code 0.31 s}, {@code 12.4 s}, {@code 3 min 20 s}. */
    public static String seconds(double seconds) {
        if (seconds >= 60) {
            long whole = Math.round(seconds);
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
    }
}
