package io.jenkins.plugins.slipway.engine.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform's own library for Java reads what applications find here. The one for Node.js is used by the example ‘orders’. */
class OfficialReaderTest {
    @TempDir
    private Path folder;

    private ProjectConfig config;

    @BeforeEach
    void readConfiguration() throws Exception {
        Files.createDirectories(folder.resolve(".upsun"));
        Files.writeString(folder.resolve(".upsun/config.yaml"), """
                applications:
                  web:
                    type: java:17
                    relationships: { main-db: "db:postgresql" }
                    variables: { env: { MODE: fast }, app: { colour: blue } }
                services: { db: { type: postgresql:15 } }
                routes:
                  "https://{default}/": { type: upstream, upstream: "web:http", primary: true, id: main }
                  "https://www.{default}/": { type: redirect, to: "https://{default}/" }
                """);
        config = ConfigReader.read(folder, "guestbook");
    }

    @Test
    void a_build_is_read_without_services_and_routes() throws Exception {
        var variables = PlatformVariables.forBuild(
                "guestbook", config.applications().get("web"), "4b825dc", Path.of("/app"), Path.of("/cache"));

        assertThat(read(variables))
                .contains("application web", "project guestbook", "tree 4b825dc")
                .noneMatch(line -> line.startsWith("database") || line.startsWith("primary"));
    }

    @Test
    void a_running_application_finds_its_database_and_its_routes() throws Exception {
        Endpoint db = new Endpoint("db", "postgresql", "pgsql", "10.0.0.7", 5432, "me", "secret", "main", "");
        var running = new PlatformVariables.Running(
                "4b825dc",
                Path.of("/app"),
                "http://staging.guestbook.localhost:8080/",
                8001,
                null,
                "entropy",
                Map.of("main-db", db));
        var variables = PlatformVariables.forRun(
                config,
                EnvironmentConfig.defaults("staging"),
                config.applications().get("web"),
                running);

        assertThat(read(variables))
                .contains(
                        "application web",
                        "project guestbook",
                        "primary web",
                        "upstreams 1",
                        "database 10.0.0.7:5432/main me secret")
                .anyMatch(line -> line.startsWith("variables") && line.contains("app:colour=blue"));
    }

    /** In a process of its own: the library reads the real environment. */
    private List<String> read(Map<String, String> variables) throws Exception {
        Path out = folder.resolve("out");
        ProcessBuilder reader = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OfficialReader.class.getName());
        reader.environment().clear();
        reader.environment().putAll(variables);
        int code = reader.redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        String said = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(code).as(said).isZero();
        return said.lines().toList();
    }
}
