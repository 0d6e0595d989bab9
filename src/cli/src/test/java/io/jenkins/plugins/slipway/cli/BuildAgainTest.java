package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildAgainTest {
    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void aProject() throws IOException {
        home = folder.resolve("home");
        Files.createDirectories(folder.resolve("shop/.slipway"));
        Files.writeString(
                folder.resolve("shop/.slipway/config.yaml"),
                "applications:\n  shop:\n    type: java:17\n    hooks: { build: 'true' }\n");
        change("first");
    }

    @Test
    void a_build_in_which_nothing_changed_does_not_touch_the_records() throws IOException {
        assertThat(build()).isEqualTo(1);
        FileTime before = Files.getLastModifiedTime(home.resolve("records/slipway.mv.db"));
        assertThat(build()).isEqualTo(1);
        assertThat(Files.getLastModifiedTime(home.resolve("records/slipway.mv.db")))
                .isEqualTo(before);
    }

    @Test
    void what_changed_is_a_new_release_and_what_changed_back_is_one_too() throws IOException {
        assertThat(build()).isEqualTo(1);
        change("second");
        assertThat(build()).isEqualTo(2);
        change("first");
        assertThat(build()).isEqualTo(3);
    }

    @Test
    void records_that_are_gone_are_not_remembered() throws IOException {
        assertThat(build()).isEqualTo(1);
        Files.delete(home.resolve("records/slipway.mv.db"));
        assertThat(build()).isEqualTo(1);
        assertThat(slipway("releases", "--json").document().get("releases")).hasSize(1);
    }

    private int build() {
        Run run = slipway("build", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        return run.document().get("release").asInt();
    }

    private Run slipway(String... args) {
        return Run.with(
                Map.of("SLIPWAY_HOME", home.toString(), "PATH", System.getenv("PATH")), folder.resolve("shop"), args);
    }

    private void change(String content) throws IOException {
        Files.writeString(folder.resolve("shop/file"), content);
    }
}
