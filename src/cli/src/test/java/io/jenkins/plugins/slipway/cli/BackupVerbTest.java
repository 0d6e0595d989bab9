package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An application without a backup script, in production, and what its users do about its data. */
class BackupVerbTest {
    @TempDir
    static Path folder;

    private static Path project;
    private static Path data;

    @BeforeAll
    static void deployTwice() throws IOException {
        project = Files.createDirectories(folder.resolve("shop"));
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                applications:
                  shop:
                    type: java:17
                    hooks: { deploy: "cat page >> data/seen" }
                    mounts: { data: { source: storage, source_path: data } }
                    web: { locations: { /: { root: . } } }
                    workers: { busy: { commands: { start: "echo I work; exec sleep 1000" } } }
                environments:
                  production: { type: production, backup: { keep: 3 } }
                """);
        data = folder.resolve("home/host/environments/shop/production/mounts/shop/data");
        for (String page : new String[] {"one\n", "two\n"}) {
            Files.writeString(project.resolve("page"), page);
            assertThat(slipway("build").code()).isZero();
            Run deployed = slipway("deploy", "production");
            assertThat(deployed.code()).as(deployed.err()).isZero();
        }
    }

    @AfterAll
    static void stop() {
        slipway("host", "stop");
    }

    @Test
    void a_backup_is_taken_before_production_changes_and_brings_the_data_back() throws Exception {
        Run listed = slipway("--json", "backup", "list", "production");
        JsonNode first = StreamSupport.stream(listed.document().path("backups").spliterator(), false)
                .filter(backup -> backup.path("reason").asString().equals("before deployment 2"))
                .findFirst()
                .orElseThrow();
        assertThat(first.path("deployment").asInt()).isEqualTo(2);
        assertThat(first.at("/parts/0/kind").asString()).isEqualTo("mounts");
        assertThat(data.resolve("seen")).hasContent("one\ntwo\n");

        Run restored = slipway(
                "--json", "backup", "restore", "production", first.path("id").asString());

        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(data.resolve("seen")).hasContent("one\n");
        String before = restored.document().path("before").asString();
        assertThat(slipway("backup", "restore", "production", before).out()).contains("is in place in production");
        assertThat(data.resolve("seen")).hasContent("one\ntwo\n");
    }

    @Test
    void one_can_be_taken_at_any_time_and_only_so_many_stay() throws Exception {
        for (int i = 0; i < 4; i++) {
            Run created = slipway("backup", "create", "production");
            assertThat(created.code()).as(created.err()).isZero();
            assertThat(created.out()).contains("Backup ", "mounts of shop");
        }
        JsonNode backups =
                slipway("--json", "backup", "list", "production").document().path("backups");
        // The one before the live release came stays, however old.
        assertThat(backups.size()).isBetween(3, 4);
        assertThat(slipway("backup", "list", "production").out()).contains("before deployment 2", "asked for by");
    }

    @Test
    void what_cannot_be_meant_is_said() {
        assertThat(slipway("backup", "drop", "production").code()).isEqualTo(2);
        assertThat(slipway("backup", "restore", "production").err()).contains("Which backup?");
        Run unknown = slipway("backup", "restore", "production", "20200101-000000");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("has no backup ‘20200101-000000’");
        assertThat(slipway("backup", "list", "nowhere").code()).isEqualTo(2);
    }

    @Test
    void what_applications_write_is_shown() {
        Run log = slipway("log", "production", "--app", "shop");
        assertThat(log.code()).as(log.err()).isZero();
        assertThat(log.out()).contains("I work");
        assertThat(slipway("--json", "log", "production", "--app", "shop.busy", "--lines", "1")
                        .document()
                        .at("/logs/shop.busy")
                        .asString())
                .isEqualTo("I work\n");
        Run unknown = slipway("log", "production", "--app", "nobody");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("shop.busy");
    }

    @Test
    void a_configuration_that_cannot_be_read_leaves_no_state_folder_behind() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other/.slipway")).getParent();
        Files.writeString(other.resolve(".slipway/config.yaml"), "applications: [");
        for (String verb : new String[] {"history production", "log production", "releases", "status"}) {
            assertThat(Run.with(
                                    Map.of("HOME", other.toString(), "SLIPWAY_HOME", other + "/home"),
                                    other,
                                    verb.split(" "))
                            .code())
                    .isEqualTo(2);
        }
        assertThat(other.resolve("home")).doesNotExist();
    }

    private static Run slipway(String... args) {
        return Run.with(
                Map.of(
                        "HOME",
                        folder.toString(),
                        "SLIPWAY_HOME",
                        folder.resolve("home").toString(),
                        "PATH",
                        System.getenv("PATH"),
                        "USER",
                        "ada"),
                project,
                args);
    }
}
