package io.jenkins.plugins.slipway.engine.config;

import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One field of a schedule: the values at which it matches. */
record CronField(BitSet values) {
    private static final Pattern ITEM = Pattern.compile(
            "(\\*|\\d{1,4}|[a-z]{3}|h(?:\\((\\d{1,4})-(\\d{1,4})\\))?)(?:-(\\d{1,4}|[a-z]{3}))?(?:/(\\d{1,4}))?");

    static CronField of(String text, int lowest, int highest, Map<String, Integer> names, int spread) {
        BitSet values = new BitSet();
        for (String item : text.toLowerCase(Locale.ROOT).split(",", -1)) {
            Matcher matcher = ITEM.matcher(item);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("‘" + item + "’ is not part of a schedule");
            }
            int step = matcher.group(5) == null ? 1 : Integer.parseInt(matcher.group(5));
            if (step < 1) {
                throw new IllegalArgumentException("the step in ‘" + item + "’ must be at least 1");
            }
            if (matcher.group(1).startsWith("h")) {
                spread(values, matcher, step, lowest, highest, spread);
                continue;
            }
            boolean all = matcher.group(1).equals("*");
            int first = all ? lowest : number(matcher.group(1), names);
            int last = matcher.group(4) != null
                    ? number(matcher.group(4), names)
                    : all || matcher.group(5) != null ? highest : first;
            check(item, first, last, lowest, highest);
            for (int value = first; value <= last; value += step) {
                values.set(value);
            }
        }
        return new CronField(values);
    }

    private static void spread(BitSet values, Matcher matcher, int step, int lowest, int highest, int spread) {
        int first = matcher.group(2) == null ? lowest : Integer.parseInt(matcher.group(2));
        // A day after the 28th does not come every month, and 7 is Sunday again.
        int most = highest == 31 ? 28 : highest == 7 ? 6 : highest;
        int last = matcher.group(3) == null ? most : Integer.parseInt(matcher.group(3));
        check(matcher.group(), first, last, lowest, highest);
        boolean repeated = matcher.group(5) != null;
        int offset = spread % (repeated ? Math.min(step, last - first + 1) : last - first + 1);
        for (int value = first + offset; value <= last; value += repeated ? step : highest + 1) {
            values.set(value);
        }
    }

    private static void check(String item, int first, int last, int lowest, int highest) {
        if (first < lowest || last > highest || first > last) {
            throw new IllegalArgumentException(
                    "‘" + item + "’ is not within " + lowest + " and " + highest + " from the lower to the higher");
        }
    }

    private static int number(String text, Map<String, Integer> names) {
        Integer named = names.get(text);
        if (named != null) {
            return named;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("‘" + text + "’ is neither a number nor a known name", e);
        }
    }
}
