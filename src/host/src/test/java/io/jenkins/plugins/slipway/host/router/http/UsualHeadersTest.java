package io.jenkins.plugins.slipway.host.router.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsualHeadersTest {
    @ParameterizedTest
    @ValueSource(strings = {"host", "Host", "USER-AGENT", "x-Requested-With", "te"})
    void usual_names_are_known_however_they_are_written(String name) {
        assertThat(UsualHeaders.contain(name)).isTrue();
        assertThat(UsualHeaders.contain(new AsciiString(name))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hosts",
                "hos",
                "host ",
                "ho\u0161t",
                "x_requested_with",
                "x-forwarded-for",
                "X-Real-IP",
                "proxy",
                "forwarded",
                "x-anything-else"
            })
    void no_other_name_is_taken_for_one(String name) {
        assertThat(UsualHeaders.contain(name)).isFalse();
    }
}
