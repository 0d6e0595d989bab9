package io.jenkins.plugins.slipway.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class OlderWebTest {
    @TempDir
    private Path project;

    @Test
    void the_form_from_before_locations_is_one_location() throws IOException {
        ApplicationConfig app = read("""
                web:
                  document_root: "/public"
                  passthru: "/index.php"
                  index_files: [ index.php ]
                  expires: 3d
                  whitelist: [ '\\.html$' ]
                  blacklist: [ '\\.secret$' ]
                """);

        assertThat(JsonMapper.shared().writeValueAsString(app.web().locations()))
                .isEqualTo("{\"/\":{\"root\":\"/public\",\"passthru\":\"/index.php\",\"index\":[\"index.php\"],"
                        + "\"expires\":\"3d\",\"allow\":false,"
                        + "\"rules\":{\"\\\\.html$\":{\"allow\":true},\"\\\\.secret$\":{\"allow\":false}}}}");
    }

    @Test
    void locations_win_over_the_older_form() throws IOException {
        ApplicationConfig app = read("""
                web:
                  document_root: "/public"
                  locations: { /docs: { root: docs } }
                """);

        assertThat(app.web().locations()).containsOnlyKeys("/docs");
    }

    @Test
    void what_the_web_instance_has_of_its_own_replaces_the_applications_and_workers_keep_the_latter()
            throws IOException {
        ApplicationConfig app = read("""
                relationships: { other: "app:http" }
                mounts: { data: "shared:files/data", logs: { source: local, source_path: logs } }
                variables: { env: { A: 1 } }
                web:
                  commands: { start: x }
                  mounts: { uploads: { source: local } }
                  variables: { env: { B: 2 } }
                workers: { queue: { commands: { start: y } } }
                """);

        assertThat(app.mounts()).containsOnlyKeys("uploads");
        assertThat(app.relationships()).containsOnlyKeys("other");
        assertThat(app.variablesAtRun().get("env")).containsOnlyKeys("B");
        assertThat(app.variables().get("env")).containsOnlyKeys("A");
        assertThat(app.asWorker("queue").mounts()).containsOnlyKeys("data", "logs");
        assertThat(app.asWorker("queue").variablesAtRun().get("env")).containsOnlyKeys("A");
        assertThat(app.allMounts()).containsOnlyKeys("uploads", "data", "logs");
    }

    private ApplicationConfig read(String more) throws IOException {
        Files.createDirectories(project.resolve(".platform"));
        Files.writeString(project.resolve(".platform.app.yaml"), "name: app\ntype: 'php:8.2'\n" + more);
        Files.writeString(
                project.resolve(".platform/routes.yaml"),
                "\"https://{default}/\": { type: upstream, upstream: 'app:http' }\n");
        return ConfigReader.read(project, null).applications().get("app");
    }
}
