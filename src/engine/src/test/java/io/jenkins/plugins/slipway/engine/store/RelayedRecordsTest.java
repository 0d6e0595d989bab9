package io.jenkins.plugins.slipway.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Criticality;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.Kind;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseRun;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A step far from the records sees what they know, and what it writes arrives there once. */
class RelayedRecordsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final Map<String, Digest> BYTES = Map.of("api", new Digest("sha256:" + "ab".repeat(32)));

    @TempDir
    Path folder;

    private SqlRecords real;
    private Path changes;

    @BeforeEach
    void open() {
        real = SqlRecords.openIn(folder);
        changes = folder.resolve("changes.jsonl");
        real.releases().release("shop", BYTES, JsonMapper.shared().readTree("{\"a\":1}"), "c0ffee", NOON, "ada");
        Deployment first = real.deployments().begin("shop", "staging", Kind.DEPLOY, 1, null, 4, NOON, "ada", "");
        real.deployments().data(first, Map.of("api", "3"), Map.of());
        real.deployments().end(first, State.LIVE, NOON.plusSeconds(9), "", List.of());
        real.verdicts().add(verdict(NOON.plusSeconds(10)));
    }

    @AfterEach
    void close() {
        real.close();
    }

    private static Verdict verdict(Instant at) {
        return new Verdict(
                "shop",
                "staging",
                1,
                BYTES,
                Verdict.Status.PASSED,
                List.of(new Verdict.RuleResult(
                        "tests.failed",
                        BigDecimal.ZERO,
                        null,
                        BigDecimal.ZERO,
                        Criticality.FAILURE,
                        Verdict.RuleStatus.PASSED)),
                List.of(),
                at,
                "ada");
    }

    private RelayedRecords elsewhere() {
        RecordsSnapshot travelled =
                RecordsSnapshot.fromJson(real.snapshot("shop").toJson());
        return RelayedRecords.open(travelled, changes);
    }

    private void arrive() throws Exception {
        for (RecordChange change : written()) {
            new RecordChanges(real).apply(change);
        }
    }

    private List<RecordChange> written() throws Exception {
        List<RecordChange> written = new ArrayList<>();
        try (InputStream from = Files.newInputStream(changes)) {
            ChangeLines lines = new ChangeLines(from);
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                written.add(ChangeFile.change(line));
            }
        }
        return written;
    }

    @Test
    void a_step_elsewhere_knows_what_the_records_know() {
        try (RelayedRecords there = elsewhere()) {
            assertThat(there.releases().list("shop", 10))
                    .isEqualTo(real.releases().list("shop", 10));
            assertThat(there.deployments().history("shop", "staging", 10))
                    .isEqualTo(real.deployments().history("shop", "staging", 10));
            assertThat(there.deployments().live("shop", "staging"))
                    .isEqualTo(real.deployments().live("shop", "staging"));
            assertThat(there.verdicts().latest("shop", "staging", BYTES))
                    .isEqualTo(real.verdicts().latest("shop", "staging", BYTES));
            assertThat(there.deployments().uses("shop"))
                    .isEqualTo(real.deployments().uses("shop"));
        }
    }

    @Test
    void what_it_writes_arrives_once_however_often_it_is_applied() throws Exception {
        try (RelayedRecords there = elsewhere()) {
            Deployment second = there.deployments()
                    .begin("shop", "staging", Kind.ROLLBACK, 1, 1, 0, NOON.plusSeconds(20), "bob", "broken");
            there.deployments().data(second, Map.of("api", "4"), Map.of("api", "/b/api"));
            there.deployments()
                    .end(
                            second,
                            State.RESTORED,
                            NOON.plusSeconds(30),
                            "it was cancelled",
                            List.of(new PhaseRun("hold", PhaseState.FAILED, 0.5)));
            there.verdicts().add(verdict(NOON.plusSeconds(40)));
            there.releases().quarantine("shop", 1, new Release.Quarantine("bob", NOON.plusSeconds(41), "loses orders"));
            arrive();
            arrive();

            assertThat(second.number()).isEqualTo(6);
            assertThat(real.deployments().history("shop", "staging", 10))
                    .isEqualTo(there.deployments().history("shop", "staging", 10))
                    .hasSize(2);
            assertThat(real.verdicts().list("shop", "staging", 10)).hasSize(2);
            assertThat(real.releases().quarantines("shop", 1))
                    .isEqualTo(there.releases().quarantines("shop", 1))
                    .hasSize(1);
        }
    }

    @Test
    void a_release_made_elsewhere_is_made_once_here_with_the_next_number() throws Exception {
        Map<String, Digest> other = Map.of("api", new Digest("sha256:" + "cd".repeat(32)));
        Map<String, Digest> third = Map.of("api", new Digest("sha256:" + "ef".repeat(32)));
        try (RelayedRecords there = elsewhere()) {
            real.releases().release("shop", third, JsonMapper.shared().readTree("{}"), "", NOON, "mallory");
            there.releases()
                    .release("shop", other, JsonMapper.shared().readTree("{}"), "beef", NOON.plusSeconds(1), "bob");
            arrive();
            arrive();

            assertThat(real.releases().list("shop", 10))
                    .extracting(Release::number, Release::artifacts)
                    .containsExactly(tuple(3, other), tuple(2, third), tuple(1, BYTES));
        }
    }

    @Test
    void a_line_that_was_not_finished_waits_for_its_end() throws Exception {
        try (RelayedRecords there = elsewhere()) {
            there.verdicts().add(verdict(NOON.plusSeconds(40)));
            Files.writeString(changes, "{\"change\":\"judg", StandardOpenOption.APPEND);

            assertThat(written()).hasSize(1);
        }
    }

    @Test
    void the_same_deployment_made_in_two_places_is_refused() throws Exception {
        try (RelayedRecords there = elsewhere()) {
            there.deployments().begin("shop", "staging", Kind.DEPLOY, 1, 1, 0, NOON.plusSeconds(20), "bob", "");
            real.deployments().begin("shop", "staging", Kind.DEPLOY, 1, 1, 0, NOON.plusSeconds(21), "mallory", "");

            assertThatThrownBy(this::arrive)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("Deployment 6 of ‘staging’ was made in two places at once");
        }
    }

    @Test
    void another_projects_records_stay_at_home() {
        real.releases().release("bank", BYTES, JsonMapper.shared().readTree("{\"a\":2}"), "beef", NOON, "mallory");

        assertThat(real.snapshot("shop").toJson()).doesNotContain("bank").doesNotContain("mallory");
    }
}
