package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DemoTest {
    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        slipway("host", "stop", "--home", folder.resolve("state").toString());
    }

    @Test
    void the_demo_shows_the_whole_lifecycle_loses_no_request_and_leaves_nothing_running() {
        String home = folder.resolve("state").toString();
        Run demo = slipway("demo", "--json", "--home", home);
        assertThat(demo.code()).as(demo.err()).isZero();
        JsonNode document = demo.document();
        assertThat(document.at("/requests/lost").asInt()).isZero();
        assertThat(document.at("/requests/answered").asInt()).isPositive();
        assertThat(document.at("/requests/held").asInt()).isPositive();
        assertThat(demo.err())
                .contains("api: Building, because 1 file in /api changed: src/Schema.java.")
                .contains("web: Reused release 1's artifact")
                .contains("Release 1 in staging: PASSED")
                .contains("quarantined");
        JsonNode host = slipway("host", "status", "--json", "--home", home).document();
        assertThat(host.get("running").asBoolean()).isFalse();
        String project = document.get("project").asString();
        JsonNode production = slipway("status", "--json", "--dir", project, "--home", home)
                .document()
                .at("/environments/1");
        assertThat(production.get("release").asInt()).isEqualTo(1);
        assertThat(production.get("health").asString()).isEqualTo("stopped");
    }

    private Run slipway(String... args) {
        return Run.with(
                Map.of(
                        "HOME",
                        folder.toString(),
                        "TMPDIR",
                        folder.toString(),
                        "PATH",
                        System.getenv("PATH") + ":" + System.getProperty("java.home") + "/bin"),
                folder,
                args);
    }
}
