package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.cli.session.StepFolder;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A verb that works for records elsewhere. */
class StepFolderTest {
    @TempDir
    Path folder;

    @Test
    void a_verb_works_for_records_elsewhere_and_leaves_them_what_to_write() throws IOException {
        Path step = Files.createDirectory(folder.resolve("step"));
        try (SqlRecords real = SqlRecords.openIn(folder.resolve("elsewhere"))) {
            Map<String, Digest> bytes = Map.of("api", new Digest("sha256:" + "ab".repeat(32)));
            real.releases().release("shop", bytes, JsonMapper.shared().readTree("{}"), "", Instant.EPOCH, "ada");
            Files.writeString(
                    step.resolve(StepFolder.RECORDS), real.snapshot("shop").toJson());

            Run run = Run.in(
                    folder,
                    "quarantine",
                    "1",
                    "--project",
                    "shop",
                    "--reason",
                    "loses orders",
                    "--by",
                    "bob, build 7",
                    "--step",
                    "step");

            assertThat(run.code()).as(run.err()).isZero();
            JsonNode change = JsonMapper.shared().readTree(Files.readString(step.resolve(StepFolder.CHANGES)));
            assertThat(change.path("change").asString()).isEqualTo("quarantined");
            assertThat(change.at("/quarantine/by").asString()).isEqualTo("bob, build 7");
            assertThat(change.at("/quarantine/reason").asString()).isEqualTo("loses orders");
            assertThat(real.releases().quarantines("shop", 1))
                    .as("who has the records decides")
                    .isEmpty();
            assertThat(folder.resolve("home/.slipway/records")).doesNotExist();
        }
    }

    @Test
    void a_step_without_records_is_bad_input() {
        Run run = Run.in(folder, "releases", "--project", "shop", "--step", "nowhere");

        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("nowhere/records.json cannot be read");
    }
}
