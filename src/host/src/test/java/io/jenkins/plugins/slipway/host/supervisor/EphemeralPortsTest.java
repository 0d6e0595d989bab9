package io.jenkins.plugins.slipway.host.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EphemeralPortsTest {
    @ParameterizedTest
    @CsvSource({
        "32768, 60999, 10000, 19999",
        "15000, 60999, 10000, 14999",
        "1024, 12000, 12001, 19999",
        "1024, 50000, 50001, 65535",
        "10200, 65535, 1024, 10199",
        "1024, 65535, 10000, 19999",
    })
    void ports_that_are_kept_are_none_that_the_system_gives_away(int first, int last, int from, int to) {
        assertThat(EphemeralPorts.outside(
                        new EphemeralPorts.Range(10_000, 19_999), new EphemeralPorts.Range(first, last)))
                .isEqualTo(new EphemeralPorts.Range(from, to));
    }

    @Test
    void the_systems_own_setting_is_read() throws Exception {
        Process cat = new ProcessBuilder("cat", "/proc/sys/net/ipv4/ip_local_port_range").start();
        String[] words = new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .strip()
                .split("\\s+");

        assertThat(EphemeralPorts.system())
                .isEqualTo(new EphemeralPorts.Range(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
    }

    @Test
    void who_has_a_port_is_named() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortHolder.inWords(socket.getLocalPort()))
                    .isEqualTo(", process " + ProcessHandle.current().pid() + " (java)");
        }
    }

    @Test
    void nobody_is_named_where_nobody_is() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(PortHolder.inWords(free)).isEmpty();
    }
}
