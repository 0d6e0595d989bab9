package io.jenkins.plugins.slipway.host.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.jenkins.plugins.slipway.host.Workshop;
import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.daemon.ShutdownMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisConfigurationTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "maxmemory_policy, \"noeviction\\nlogfile MARK\"",
        "maxmemory, \"1mb\\nlogfile MARK\"",
        "maxmemory_policy, \"noeviction logfile\"",
        "maxmemory, \"\\\"1mb\\\"\"",
    })
    void no_value_becomes_another_line_of_the_server_s_file(String key, String value) throws Exception {
        assumeFalse(Software.redis(System.getenv("PATH"), false).isEmpty(), "Redis is not installed");
        Path mark = folder.resolve("mark");
        Workshop workshop = new Workshop(folder)
                .withApplication("relationships: { cache: \"memory:redis\" }")
                .with("services: { memory: { type: redis:7, configuration: { " + key + ": "
                        + value.replace("MARK", mark.toString()) + " } } }");
        Daemon host = workshop.host(false);
        try {
            assertThatThrownBy(() -> workshop.deploy(workshop.spec(1, "one")))
                    .hasMessageContaining("services/memory/configuration/" + key);
        } finally {
            host.stop(ShutdownMode.WITH_APPLICATIONS);
        }
        assertThat(mark).doesNotExist();
    }
}
