package io.jenkins.plugins.slipway.engine.store;

import static io.jenkins.plugins.slipway.engine.store.RecordsContract.CONFIG;
import static io.jenkins.plugins.slipway.engine.store.RecordsContract.NOON;
import static io.jenkins.plugins.slipway.engine.store.RecordsContract.digest;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.Kind;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NewestReleasesTest {
    @TempDir
    Path home;

    private SqlRecords records;

    @BeforeEach
    void open() {
        records = SqlRecords.openIn(home);
    }

    private Path file() {
        return home.resolve("records/slipway.mv.db");
    }

    private Release release(int seed) {
        return records.releases().release("shop", Map.of("api", digest(seed)), CONFIG, "c0ffee", NOON, "ann");
    }

    private Optional<Release> known(int seed) {
        return new NewestReleases(file())
                .find("shop", Map.of("api", digest(seed)), Fingerprint.of(Column.json(CONFIG)), CONFIG);
    }

    @Test
    void an_unchanged_release_is_known_without_the_database() throws IOException {
        Release made = release(1);
        assertThat(known(1)).contains(made);
        assertThat(known(2)).isEmpty();

        Object before = Files.getLastModifiedTime(file());
        assertThat(release(1)).isEqualTo(made);
        assertThat(Files.getLastModifiedTime(file()))
                .as("the database was not opened")
                .isEqualTo(before);
    }

    @Test
    void what_else_is_written_does_not_make_it_forgotten() {
        Release made = release(1);
        Deployment deployment =
                records.deployments().begin("shop", "staging", Kind.DEPLOY, 1, null, 0, NOON, "ann", "");
        records.deployments().end(deployment, State.LIVE, NOON, "", List.of());

        assertThat(known(1)).contains(made);
    }

    @Test
    void what_is_written_while_the_file_stays_open_does_not_make_it_forgotten_either() {
        Release made = release(1);
        try (SqlRecords lingering = SqlRecords.lingerIn(home)) {
            lingering.deployments().begin("shop", "staging", Kind.DEPLOY, 1, null, 0, NOON, "ann", "");
            assertThat(known(1)).as("while it is open").isEmpty();
        }
        assertThat(known(1)).contains(made);
    }

    @Test
    void a_quarantine_while_the_file_stays_open_is_seen_at_once() {
        release(1);
        try (SqlRecords lingering = SqlRecords.lingerIn(home)) {
            lingering.releases().quarantine("shop", 1, new Release.Quarantine("ann", NOON, "bad"));
        }
        assertThat(release(1).quarantine()).isNotNull();
    }

    @Test
    void a_newer_release_a_quarantine_and_an_expiry_are_seen_at_once() {
        release(1);
        release(2);
        assertThat(known(1)).isEmpty();
        assertThat(release(1).number()).isEqualTo(3);

        records.releases().quarantine("shop", 3, new Release.Quarantine("ann", NOON, "bad"));
        assertThat(release(1).quarantine()).isNotNull();
        assertThat(known(1).orElseThrow().quarantine()).isNotNull();
        records.releases().lift("shop", 3, "ann", NOON, "");
        assertThat(release(1).quarantine()).isNull();

        records.releases().expire("shop", 3, NOON);
        assertThat(release(1).number()).isEqualTo(4);
    }

    @Test
    void a_database_that_was_replaced_is_believed_and_not_what_was_known_of_the_other() throws IOException {
        release(1);
        Path backup = Files.copy(file(), home.resolve("backup"), StandardCopyOption.COPY_ATTRIBUTES);
        release(2);
        Files.copy(backup, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);

        assertThat(known(2)).isEmpty();
        assertThat(records.releases().newest("shop").orElseThrow().number()).isEqualTo(1);
        assertThat(release(3).number()).isEqualTo(2);
    }

    @Test
    void a_process_that_was_killed_in_the_middle_leaves_nothing_that_is_believed() throws IOException {
        release(1);
        NewestReleases newest = new NewestReleases(file());
        newest.suspend();
        newest.put(new Release("shop", 2, Map.of("api", digest(2)), CONFIG, "", null, NOON, "ann", null), "x");

        assertThat(known(1)).isEmpty();
        assertThat(known(2)).isEmpty();
        assertThat(release(1).number()).isEqualTo(1);
        assertThat(known(1)).isPresent();
    }

    @Test
    void what_another_process_writes_while_it_holds_the_records_is_seen() {
        release(1);
        try (SqlRecords held = SqlRecords.holdIn(home)) {
            held.releases().release("shop", Map.of("api", digest(2)), CONFIG, "", NOON, "ann");
            assertThat(known(1)).isEmpty();
        }
        assertThat(known(1)).isEmpty();
        assertThat(release(1).number()).isEqualTo(3);
    }

    @Test
    void what_cannot_be_read_is_not_believed() throws IOException {
        release(1);
        for (String damaged : List.of("", "{", "null", "{\"project\": 7}", "[]")) {
            try (var entries = Files.newDirectoryStream(home.resolve("records/newest"), "*.json")) {
                for (Path entry : entries) {
                    Files.writeString(entry, damaged);
                }
            }
            assertThat(known(1)).as(damaged).isEmpty();
        }
        assertThat(release(1).number()).isEqualTo(1);
    }
}
