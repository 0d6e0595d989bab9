package io.jenkins.plugins.slipway.engine.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.Kind;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.release.Retention;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Promise 10. */
final class RecordsOutliveTheWorkspaceTest {
    private static final Instant THEN = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path workspace;

    @TempDir
    Path home;

    @Test
    void records_and_artifacts_are_there_when_the_workspace_and_the_build_are_gone() throws Exception {
        ArtifactStore store = DirectoryArtifactStore.open(home.resolve("artifacts"));
        Release release = build(store, "first");
        Verdict verdict;
        try (SqlRecords records = SqlRecords.openIn(home)) {
            Deployment deployment =
                    records.deployments().begin("shop", "staging", Kind.DEPLOY, 1, null, 0, THEN, "ann", "");
            records.deployments().end(deployment, State.LIVE, THEN, "", List.of());
            verdict = new Verdict(
                    "shop",
                    "staging",
                    1,
                    release.artifacts(),
                    Verdict.Status.PASSED,
                    List.of(),
                    List.of(),
                    THEN,
                    "ann");
            records.verdicts().add(verdict);
            records.releases().quarantine("shop", 1, new Release.Quarantine("ann", THEN, "bad"));
        }
        empty(workspace);

        SqlRecords later = SqlRecords.openIn(home);
        assertThat(later.releases().find("shop", 1).orElseThrow().artifacts()).isEqualTo(release.artifacts());
        assertThat(later.releases().find("shop", 1).orElseThrow().config()).isEqualTo(release.config());
        assertThat(later.releases().quarantines("shop", 1)).hasSize(1);
        assertThat(later.deployments().live("shop", "staging").orElseThrow().release())
                .isEqualTo(1);
        assertThat(later.verdicts().latest("shop", "staging", release.artifacts()))
                .contains(verdict);
        DirectoryArtifactStore.open(home.resolve("artifacts"))
                .unpack(release.artifacts().get("api"), workspace.resolve("again"), ArtifactStore.Progress.none());
        assertThat(workspace.resolve("again/file")).hasContent("first");
    }

    @Test
    void retention_never_takes_what_is_live_or_a_rollback_target_however_many_builds_follow() throws Exception {
        ArtifactStore store = DirectoryArtifactStore.open(home.resolve("artifacts"));
        SqlRecords records = SqlRecords.openIn(home);
        for (int number = 1; number <= 12; number++) {
            build(store, "content " + number);
            if (number <= 2) {
                Deployment deployment = records.deployments()
                        .begin("shop", "production", Kind.DEPLOY, number, null, 0, THEN, "ann", "");
                records.deployments().end(deployment, State.LIVE, THEN, "", List.of());
            }
        }
        Retention retention = new Retention(
                records.releases(),
                records.deployments(),
                records.verdicts(),
                Clock.fixed(THEN.plus(Duration.ofDays(400)), ZoneOffset.UTC));

        retention.act(retention.plan("shop"), store);

        for (int number : List.of(1, 2, 12)) {
            Digest artifact = records.releases()
                    .find("shop", number)
                    .orElseThrow()
                    .artifacts()
                    .get("api");
            assertThat(store.verify(artifact, ArtifactStore.Progress.none()))
                    .as("release " + number)
                    .isInstanceOf(ArtifactStore.Integrity.Intact.class);
        }
        assertThat(records.releases().list("shop", 100))
                .as("no record is deleted")
                .hasSize(12);
    }

    private Release build(ArtifactStore store, String content) throws IOException {
        Path tree = Files.createDirectories(workspace.resolve("build"));
        Files.writeString(tree.resolve("file"), content);
        Digest key = new Digest("sha256:" + "%064x".formatted(content.hashCode() & 0xffffffffL));
        Manifest manifest = store.publish(
                tree,
                new Manifest.Draft("shop", "api", key, new TreeMap<>(), null, Map.of(), THEN),
                List.of(),
                ArtifactStore.Progress.none());
        try (SqlRecords records = SqlRecords.openIn(home)) {
            return records.releases()
                    .release(
                            "shop",
                            Map.of("api", manifest.artifact()),
                            JsonMapper.shared().readTree("{\"applications\": {\"api\": {}}}"),
                            "c0ffee",
                            THEN,
                            "ann");
        }
    }

    private static void empty(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder)) {
                    Files.delete(file);
                }
            }
        }
    }
}
