package io.jenkins.plugins.slipway.engine.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Type;
import io.jenkins.plugins.slipway.engine.config.GateConfig;
import io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.gate.GateKeeper;
import io.jenkins.plugins.slipway.engine.gate.GateRequest;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 13, at both of its doors: the configuration, and the gate itself. */
final class CleanupCannotRunOnProductionTest {
    @TempDir
    Path project;

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"type: production", "type: production\n    parent: staging"})
    void the_configuration_is_refused(String type) throws Exception {
        config("""
                applications: { api: { type: "java:17" } }
                environments:
                  staging: { type: staging }
                  live:
                    %s
                gates:
                  live: { cleanup: "touch ran", tests: [ { run: "true" } ] }
                """.formatted(type));

        assertThatThrownBy(() -> ConfigReader.read(project, null))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("cleanup");
    }

    @Test
    void the_configuration_is_refused_where_the_type_follows_from_the_name() throws Exception {
        config("""
                applications: { api: { type: "java:17" } }
                gates:
                  production: { cleanup: "touch ran", tests: [ { run: "true" } ] }
                """);

        assertThatThrownBy(() -> ConfigReader.read(project, null))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("cleanup");
    }

    private void config(String yaml) throws Exception {
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), yaml);
    }

    @Test
    void the_gate_refuses_whatever_the_configuration_let_through_and_runs_nothing() {
        GateConfig gate = new GateConfig(
                "production",
                "touch ran",
                List.of(new GateConfig.Test("touch ran", null, Duration.ofMinutes(1))),
                List.of(),
                List.of());
        EnvironmentConfig production = EnvironmentConfig.defaults("production");
        assertThat(production.type()).isEqualTo(Type.PRODUCTION);
        GateRequest request = new GateRequest(
                "shop",
                production,
                gate,
                1,
                1,
                Map.of("api", new Digest("sha256:" + "a".repeat(64))),
                List.of(URI.create("http://production.shop.localhost:8080/")),
                project,
                Map.of("PATH", "/usr/bin:/bin"),
                Secrets.none(),
                "ann",
                () -> OptionalInt.of(1));
        SqlRecords records = SqlRecords.openIn(home);
        GateKeeper keeper = new GateKeeper(LocalProcessRunner.create(), records.verdicts(), Clock.systemUTC());

        assertThatThrownBy(() -> keeper.judge(request, OutputSink.discard(), Cancellation.never()))
                .isInstanceOf(RefusedException.class)
                .hasMessage("gates.production.cleanup: ‘production’ is of type production, where cleanup never runs;"
                        + " remove the line, or judge the release in a staging environment");
        assertThat(project.resolve("ran")).doesNotExist();
        assertThat(records.verdicts().list("shop", "production", 1)).isEmpty();
    }
}
