package io.jenkins.plugins.slipway.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {
    private static final ZonedDateTime FRIDAY = ZonedDateTime.parse("2026-11-20T09:30:20Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    * * * * *        | 2026-11-20T09:31Z
                    30 9 * * *       | 2026-11-21T09:30Z
                    */20 * * * *     | 2026-11-20T09:40Z
                    5,10-12 * * * *  | 2026-11-20T10:05Z
                    0 0 1 * *        | 2026-12-01T00:00Z
                    0 0 * * sun      | 2026-11-22T00:00Z
                    0 0 * * 7        | 2026-11-22T00:00Z
                    0 12 13 * mon    | 2026-11-23T12:00Z
                    0 0 29 feb *     | 2028-02-29T00:00Z
                    10/25 * * * *    | 2026-11-20T09:35Z
                    0 0 1-7 jan-mar 1-5 | 2027-01-01T00:00Z
                    """)
    void the_next_time_is_the_first_that_every_field_allows(String text, String next) {
        assertThat(CronSchedule.of(text, "x").next(FRIDAY).orElseThrow()).isEqualTo(ZonedDateTime.parse(next));
    }

    @Test
    void a_date_that_does_not_exist_never_comes() {
        assertThat(CronSchedule.of("0 0 30 2 *", "x").next(FRIDAY)).isEmpty();
    }

    @Test
    void h_is_the_same_for_one_name_and_spreads_others() {
        List<ZonedDateTime> times = IntStream.range(0, 50)
                .mapToObj(number -> CronSchedule.of("H * * * *", "name" + number)
                        .next(FRIDAY)
                        .orElseThrow())
                .toList();

        assertThat(CronSchedule.of("H * * * *", "name7").next(FRIDAY)).contains(times.get(7));
        assertThat(times.stream().distinct().count()).isGreaterThan(20);
    }

    @Test
    void h_with_a_step_or_a_range_stays_in_its_bounds() {
        ZonedDateTime time = FRIDAY;
        CronSchedule quarter = CronSchedule.of("H/15 * * * *", "some name");
        ZonedDateTime first = quarter.next(time).orElseThrow();
        assertThat(quarter.next(first)).contains(first.plusMinutes(15));
        assertThat(CronSchedule.of("H(10-14) 3 * * *", "some name")
                        .next(time)
                        .orElseThrow()
                        .getMinute())
                .isBetween(10, 14);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "5-1 * * * *",
                "*/0 * * * *",
                "x * * * *",
                "1, * * * *",
                "*/2147483647 * * * *",
                "* * * * h(1-99999999999)",
                "99999999999 * * * *",
                "@daily"
            })
    void what_is_no_schedule_is_refused_with_what_is_wrong(String text) {
        assertThatThrownBy(() -> CronSchedule.of(text, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("‘")
                .hasMessageNotContaining("input string");
    }
}
