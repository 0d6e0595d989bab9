package io.jenkins.plugins.slipway.engine.report;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the times of one report. Tools write them in the form of the machine's locale: {@code 1,024} is a second in one country
 * and a thousand in another. Which one is meant, the other times of the report tell; without any it is a thousand.
 */
final class ReportedTimes {
    private static final double NANOS = 1e9;
    private static final Pattern THOUSANDS = Pattern.compile("[1-9]\\d{0,2}(?:,\\d{3})");
    private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(?:,\\d{3})++(?:\\.\\d+)?");
    private static final Pattern GROUPED_BY_DOTS =
            Pattern.compile("\\d{1,3}(?:\\.\\d{3})++,\\d+|\\d{1,3}(?:\\.\\d{3}){2,}+");
    private static final Pattern COMMA = Pattern.compile("\\d*,\\d+");

    private double certain;
    private double asThousands;
    private double asDecimals;
    private boolean decimalComma;

    /** Adds what an attribute says; nothing for what is no time, or less than none. */
    void add(@Nullable String time) {
        String text = time == null ? "" : time.strip().replaceAll("[\\s\\u00A0\\u202F'’]", "");
        if (THOUSANDS.matcher(text).matches()) {
            asThousands += number(text.replace(",", ""));
            asDecimals += number(text.replace(',', '.'));
        } else if (GROUPED_BY_DOTS.matcher(text).matches()) {
            decimalComma = true;
            certain += number(text.replace(".", "").replace(',', '.'));
        } else if (!text.startsWith("0,") && GROUPED.matcher(text).matches()) {
            certain += number(text.replace(",", ""));
        } else if (COMMA.matcher(text).matches()) {
            decimalComma = true;
            certain += number(text.replace(',', '.'));
        } else if (text.startsWith("P")) {
            certain += iso(text);
        } else {
            certain += number(text.endsWith("s") ? text.substring(0, text.length() - 1) : text);
        }
    }

    double seconds() {
        return certain + (decimalComma ? asDecimals : asThousands);
    }

    private static double number(String text) {
        try {
            double seconds = Double.parseDouble(text);
            return Double.isFinite(seconds) && seconds > 0 ? seconds : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** ISO 8601, such as {@code PT1.5S}. */
    private static double iso(String text) {
        try {
            Duration duration = Duration.parse(text);
            return duration.isNegative() ? 0 : duration.getSeconds() + duration.getNano() / NANOS;
        } catch (DateTimeException | ArithmeticException e) {
            return 0;
        }
    }
}
