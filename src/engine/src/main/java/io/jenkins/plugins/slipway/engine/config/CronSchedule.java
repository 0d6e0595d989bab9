package io.jenkins.plugins.slipway.engine.config;

import java.time.Month;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Five fields, as cron has them: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday). A field is {@code *},
 * a number, a range, a list, each with a step; months and days of the week also by the first three letters of their English names. {@code
 * H} stands for a number that is chosen once for each name, so that not everything is due at the same moment: {@code H * * * *}, {@code
 * H/15 * * * *}, {@code H(0-29) 3 * * *}.
 */
public final class CronSchedule {
    private static final Map<String, Integer> MONTHS = Map.ofEntries(
            Map.entry("jan", 1),
            Map.entry("feb", 2),
            Map.entry("mar", 3),
            Map.entry("apr", 4),
            Map.entry("may", 5),
            Map.entry("jun", 6),
            Map.entry("jul", 7),
            Map.entry("aug", 8),
            Map.entry("sep", 9),
            Map.entry("oct", 10),
            Map.entry("nov", 11),
            Map.entry("dec", 12));
    private static final Map<String, Integer> DAYS =
            Map.of("sun", 0, "mon", 1, "tue", 2, "wed", 3, "thu", 4, "fri", 5, "sat", 6);
    /** The rarest date that exists, a 29th of February on a given day of the week, comes within 28 years, or 40 around 2100. */
    private static final int YEARS = 41;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean eitherDay;

    private CronSchedule(List<BitSet> fields, boolean eitherDay) {
        this.minutes = fields.get(0);
        this.hours = fields.get(1);
        this.days = fields.get(2);
        this.months = fields.get(3);
        this.weekdays = fields.get(4);
        this.eitherDay = eitherDay;
    }

    /**
     * @param name what {@code H} is chosen by
     * @throws IllegalArgumentException if the text is not a schedule; the message says what is wrong with which part
     */
    public static CronSchedule of(String text, String name) {
        String[] parts = text.strip().split("\\s+");
        if (parts.length != 5) {
            throw new IllegalArgumentException("‘" + text + "’ has " + parts.length
                    + " fields; a schedule has five: minute, hour, day, month, day of the week");
        }
        int spread = name.hashCode() & Integer.MAX_VALUE;
        BitSet weekdays = CronField.of(parts[4], 0, 7, DAYS, spread / 43_200).values();
        if (weekdays.get(7)) {
            weekdays.set(0);
        }
        return new CronSchedule(
                List.of(
                        CronField.of(parts[0], 0, 59, Map.of(), spread).values(),
                        CronField.of(parts[1], 0, 23, Map.of(), spread / 60).values(),
                        CronField.of(parts[2], 1, 31, Map.of(), spread / 1_440).values(),
                        CronField.of(parts[3], 1, 12, MONTHS, spread / 40_320).values(),
                        weekdays),
                !parts[2].startsWith("*") && !parts[4].startsWith("*"));
    }

    /** The first time after the given one at which it is due; empty if never, as on a 30th of February. */
    public Optional<ZonedDateTime> next(ZonedDateTime after) {
        ZonedDateTime time = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        ZonedDateTime end = time.plusYears(YEARS);
        while (time.isBefore(end)) {
            if (!months.get(time.getMonthValue())) {
                time = time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
            } else if (!dayMatches(time)) {
                time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!hours.get(time.getHour())) {
                time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!minutes.get(time.getMinute())) {
                time = time.plusMinutes(1);
            } else {
                return Optional.of(time);
            }
        }
        return Optional.empty();
    }

    /** Whether there is any time at which it is due: there is none on a 30th of February, nor on a 31st of months that have none. */
    public boolean everComes() {
        return eitherDay
                || months.stream()
                        .anyMatch(month -> days.nextSetBit(1) <= Month.of(month).maxLength());
    }

    /** As cron has it: if both kinds of day are restricted, either will do. */
    private boolean dayMatches(ZonedDateTime time) {
        boolean day = days.get(time.getDayOfMonth());
        boolean weekday = weekdays.get(time.getDayOfWeek().getValue() % 7);
        return eitherDay ? day || weekday : day && weekday;
    }
}
