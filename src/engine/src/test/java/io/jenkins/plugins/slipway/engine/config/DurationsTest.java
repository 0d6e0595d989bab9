package io.jenkins.plugins.slipway.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "90s, PT90S", "5m, PT5M", "2h, PT2H", "30d, PT720H", "0, PT0S", "0s, PT0S"})
    void a_number_with_its_unit_is_a_time_span(String text, Duration meant) {
        assertThat(Durations.read(text)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "90",
                "1",
                "00",
                "",
                "s",
                "-5s",
                "1.5h",
                "5 m",
                "5M",
                "1w",
                "1y",
                "5mn",
                "9999999999s",
                "٣s",
                "soon"
            })
    void anything_else_is_none_and_a_bare_number_least_of_all(String text) {
        assertThat(Durations.read(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "600, PT600S",
        "5m, PT5M",
        "2w, PT336H",
        "1M, PT720H",
        "1y, PT8760H",
        "500ms, PT0.5S",
        "-1, PT-1S",
        "-5d, PT-1S"
    })
    void what_the_platforms_call_expires_knows_more_units_and_bare_seconds(String text, Duration meant) {
        assertThat(Durations.readExpires(text)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "1 h", "h", "5min", "1.5h", "max", "--1"})
    void expires_is_no_word(String text) {
        assertThat(Durations.readExpires(text)).isEmpty();
    }
}
