package io.jenkins.plugins.slipway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawRequestsTest {
    @Test
    void the_list_is_read_byte_for_byte() throws IOException {
        assertThat(RawRequests.known())
                .startsWith("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                .allSatisfy(request -> assertThat(request.chars()).allMatch(one -> one <= 0xff));
    }

    @Test
    void the_same_seed_makes_the_same_changes_and_another_one_others() throws IOException {
        List<String> known = RawRequests.known();

        List<String> changed = RawRequests.changed(known, 50, 7);

        assertThat(changed)
                .hasSize(50)
                .isEqualTo(RawRequests.changed(known, 50, 7))
                .isNotEqualTo(RawRequests.changed(known, 50, 8))
                .anyMatch(request -> !known.contains(request));
    }

    @Test
    void what_is_printed_can_stand_in_the_list() {
        assertThat(RawRequests.printed("GET /\u00ff HTTP/1.1\r\nA:\tb\r\n\r\n"))
                .isEqualTo("GET /\\xff HTTP/1.1~A:\\x09b~~");
    }
}
