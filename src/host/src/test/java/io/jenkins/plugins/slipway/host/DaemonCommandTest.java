package io.jenkins.plugins.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DaemonCommandTest {
    static List<List<String>> commands() {
        return List.of(DaemonCommand.own(), DaemonCommand.router());
    }

    /** The router and the daemon start each other again. */
    @ParameterizedTest
    @MethodSource("commands")
    void a_process_without_memory_ends_instead_of_going_on_half_dead(List<String> command) {
        assertThat(command).contains("-XX:+ExitOnOutOfMemoryError", "-Xmx256m");
    }
}
