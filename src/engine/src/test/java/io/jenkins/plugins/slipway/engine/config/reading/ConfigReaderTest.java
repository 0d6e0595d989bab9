package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.HealthConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ConfigReaderTest {
    private static final String WHOLE = """
            project: shop
            applications:
              api:
                type: java:17
                source: { root: /backend/ }
                variables: { env: { LEVEL: debug, PORT: 8080 } }
                relationships: { database: "db:postgresql", cache: }
                mounts: { "/data": { source: storage }, tmp: { source: temporary, source_path: x } }
                hooks: { build: "make\\n", deploy: "./migrate" }
                web:
                  commands: { start: java -jar api.jar }
                  locations: { /: { passthru: true } }
                workers: { mail: { commands: { start: ./mail } } }
                crons: { night: { spec: "H 3 * * *", commands: { start: ./night, stop: ./stop } } }
              web:
                type: nodejs:20
                relationships: { backend: "api:http" }
            services:
              db: { type: "postgresql:15" }
              cache: { type: "redis:7" }
            routes:
              https://{default}/: { type: upstream, upstream: "web:http", primary: true }
              https://www.{default}/: { type: redirect, to: "https://{default}/" }
            environments:
              staging: { type: staging, parent: production, variables: { LEVEL: 5 } }
              production:
                type: production
                requires: [staging]
                hold: { methods: all, timeout: 5m }
                on_failure: keep
                watch: 90s
                wait: newest
            gates:
              staging:
                cleanup: ./reset
                tests: [{ run: ./test, junit: "reports/*.xml", timeout: 10m }]
                coverage: [{ report: jacoco.xml }, { inventory: events.json }]
                rules: [{ metric: tests.failed, max: 0 }, { metric: coverage.line, min: 80, criticality: UNSTABLE }]
            order: [web]
            data: { api: { version: ./v, down: ./d } }
            health: { api: { path: /up, status: 200-399, timeout: 2m, interval: 250ms } }
            """;

    @TempDir
    private Path project;

    private ProjectConfig read(String yaml) throws IOException {
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(SlipwayFile.PATH), yaml);
        return ConfigReader.read(project, null);
    }

    @Test
    void everything_that_is_written_arrives() throws IOException {
        ProjectConfig config = read(WHOLE);

        assertThat(config.project()).isEqualTo("shop");
        assertThat(config.warnings()).isEmpty();
        assertThat(config.order()).containsExactly("web", "api");
        ApplicationConfig api = config.applications().get("api");
        assertThat(api.root()).isEqualTo("backend");
        assertThat(api.hooks()).isEqualTo(new ApplicationConfig.Hooks("make\n", "./migrate", null));
        assertThat(api.relationships())
                .containsEntry("database", new ApplicationConfig.Relationship("db", "postgresql"))
                .containsEntry("cache", new ApplicationConfig.Relationship("cache", "redis"));
        assertThat(api.mounts())
                .containsEntry("data", new ApplicationConfig.Mount("storage", "data", null))
                .containsEntry("tmp", new ApplicationConfig.Mount("tmp", "x", null));
        assertThat(api.variables().get("env").get("PORT").intValue()).isEqualTo(8080);
        assertThat(api.crons()).containsEntry("night", new ApplicationConfig.Cron("H 3 * * *", "./night", "./stop"));
        assertThat(config.routes().get("https://{default}/").application()).isEqualTo("web");
        assertThat(config.routes().get("https://www.{default}/").type()).isEqualTo("redirect");
        EnvironmentConfig production = config.environments().get("production");
        assertThat(production.type()).isEqualTo(EnvironmentConfig.Type.PRODUCTION);
        assertThat(production.hold()).isEqualTo(new EnvironmentConfig.Hold(true, Duration.ofMinutes(5)));
        assertThat(production.watch()).isEqualTo(Duration.ofSeconds(90));
        assertThat(production.waiting()).isEqualTo(EnvironmentConfig.Wait.NEWEST);
        assertThat(config.environments().get("staging").variables()).containsEntry("LEVEL", "5");
        assertThat(config.gates().get("staging").rules()).hasSize(2);
        assertThat(config.health().get("api"))
                .isEqualTo(new HealthConfig("/up", 200, 399, Duration.ofMinutes(2), Duration.ofMillis(250)));
    }

    @Test
    void what_a_release_stored_reads_back_as_the_same_configuration() throws IOException {
        ProjectConfig config = read(WHOLE);

        String stored = config.source().toString();

        ProjectConfig back = ConfigReader.map(JsonMapper.shared().readTree(stored));
        assertThat(back).isEqualTo(ConfigReader.map(config.source()));
        assertThat(back.applications()).isEqualTo(config.applications());
    }

    @Test
    void a_project_that_names_itself_nowhere_has_the_name_of_its_folder() throws IOException {
        Path folder = Files.createDirectory(project.resolve("My Übershop!"));
        Files.createDirectories(folder.resolve(".slipway"));
        Files.writeString(folder.resolve(SlipwayFile.PATH), "applications: { a: { type: nodejs:20 } }");

        assertThat(ConfigReader.read(folder, null).project()).isEqualTo("my-ubershop");
        assertThat(ConfigReader.read(folder, "given").project()).isEqualTo("given");
        assertThatThrownBy(() -> ConfigReader.read(folder, "../up"))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("‘../up’ cannot be the name of a project");
    }

    @Test
    void a_project_without_configuration_is_told_how_to_begin() {
        assertThatThrownBy(() -> ConfigReader.read(project, null))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith(".slipway/config.yaml: there is no configuration in this project; declare one");
    }
}
