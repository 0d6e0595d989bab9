package io.jenkins.plugins.slipway.engine.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.Kind;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

final class RetentionTest {
    private static final Instant THEN = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path home;

    private SqlRecords records;

    @BeforeEach
    void open() {
        records = SqlRecords.openIn(home);
    }

    private static Digest digest(int seed) {
        return new Digest("sha256:" + "%064x".formatted(seed));
    }

    private void releases(int count) {
        IntStream.rangeClosed(1, count).forEach(number -> release("shop", digest(number), THEN));
    }

    private void release(String project, Digest artifact, Instant created) {
        records.releases()
                .release(project, Map.of("api", artifact), JsonMapper.shared().createObjectNode(), "", created, "ann");
    }

    private Deployment begin(String environment, int release, Integer previous) {
        return records.deployments().begin("shop", environment, Kind.DEPLOY, release, previous, 0, THEN, "ann", "");
    }

    private void deployed(String environment, int release, State state) {
        records.deployments().end(begin(environment, release, null), state, THEN, "", List.of());
    }

    private Retention after(Duration time) {
        return new Retention(
                records.releases(),
                records.deployments(),
                records.verdicts(),
                Clock.fixed(THEN.plus(time), ZoneOffset.UTC));
    }

    @Test
    void five_stay_besides_what_is_live_and_the_rollback_target() {
        releases(12);
        IntStream.rangeClosed(1, 11).forEach(number -> deployed("staging", number, State.LIVE));

        RetentionPlan plan = after(Duration.ofDays(30)).plan("shop");

        assertThat(plan.expire()).containsExactly(1, 2, 3, 4);
        assertThat(plan.describe())
                .containsExactly(
                        "expire release 1",
                        "expire release 2",
                        "expire release 3",
                        "expire release 4",
                        "keep release 5: recent in staging",
                        "keep release 6: recent in staging",
                        "keep release 7: recent in staging",
                        "keep release 8: recent in staging",
                        "keep release 9: recent in staging",
                        "keep release 10: rollback target in staging",
                        "keep release 11: live in staging",
                        "keep release 12: the newest");
    }

    @Test
    void what_is_live_anywhere_or_was_judged_well_stays_however_old() {
        releases(12);
        deployed("production", 1, State.LIVE);
        deployed("staging", 2, State.LIVE);
        records.verdicts()
                .add(new Verdict(
                        "shop", "staging", 2, Map.of(), Verdict.Status.PASSED, List.of(), List.of(), THEN, "ann"));
        IntStream.rangeClosed(3, 11).forEach(number -> deployed("staging", number, State.LIVE));

        RetentionPlan plan = after(Duration.ofDays(30)).plan("shop");

        assertThat(plan.keep())
                .containsEntry(1, List.of("live in production"))
                .containsEntry(2, List.of("last good in staging"));
        assertThat(plan.expire()).containsExactly(3, 4);
    }

    @Test
    void a_quarantined_release_is_no_rollback_target_so_the_one_before_it_stays() {
        releases(12);
        IntStream.rangeClosed(1, 11).forEach(number -> deployed("staging", number, State.LIVE));
        IntStream.rangeClosed(2, 10)
                .forEach(number ->
                        records.releases().quarantine("shop", number, new Release.Quarantine("ann", THEN, "bad")));

        RetentionPlan plan = after(Duration.ofDays(30)).plan("shop");

        assertThat(plan.keep()).containsEntry(1, List.of("rollback target in staging"));
        assertThat(plan.expire()).containsExactly(2, 3, 4, 5);
    }

    @Test
    void a_running_deployment_keeps_what_it_deploys_and_what_it_would_restore() {
        releases(4);
        begin("staging", 1, 2);

        assertThat(after(Duration.ofDays(30)).plan("shop"))
                .isEqualTo(new RetentionPlan(
                        "shop",
                        new TreeMap<>(Map.of(
                                1,
                                List.of("being deployed to staging"),
                                2,
                                List.of("to be restored in staging if need be"),
                                4,
                                List.of("the newest"))),
                        List.of(3)));
    }

    @Test
    void a_young_release_stays_and_a_clock_that_went_backwards_expires_nothing() {
        releases(4);

        assertThat(after(Duration.ofHours(23)).plan("shop").expire()).isEmpty();
        assertThat(after(Duration.ofDays(-3650)).plan("shop").expire()).isEmpty();
        assertThat(after(Duration.ofHours(25)).plan("shop").expire()).containsExactly(1, 2, 3);
    }

    @Test
    void acting_removes_what_no_release_of_any_project_names_and_nothing_that_is_wanted_meanwhile() throws Exception {
        ArtifactStore store = DirectoryArtifactStore.open(home.resolve("artifacts"));
        List<Digest> artifacts = IntStream.rangeClosed(1, 4)
                .mapToObj(seed -> published(store, seed))
                .toList();
        artifacts.forEach(artifact -> release("shop", artifact, THEN));
        release("other", artifacts.get(0), THEN);
        Retention retention = after(Duration.ofDays(30));
        RetentionPlan plan = retention.plan("shop");
        assertThat(plan.expire()).containsExactly(1, 2, 3);
        begin("staging", 2, null);

        retention.act(plan, store);

        assertThat(records.releases().expired("shop", 1)).isTrue();
        assertThat(records.releases().expired("shop", 2))
                .as("its deployment began since the plan was made")
                .isFalse();
        assertThat(records.releases().artifacts())
                .containsExactlyInAnyOrder(artifacts.get(0), artifacts.get(1), artifacts.get(3));
        assertThat(store.contains(artifacts.get(1))).isTrue();
        assertThat(retention.plan("shop").expire()).isEmpty();
    }

    private Digest published(ArtifactStore store, int seed) {
        try {
            Path tree = Files.createDirectories(home.resolve("tree" + seed));
            Files.writeString(tree.resolve("file"), "content " + seed);
            return store.publish(
                            tree,
                            new Manifest.Draft("shop", "api", digest(seed), new TreeMap<>(), null, Map.of(), THEN),
                            List.of(),
                            ArtifactStore.Progress.none())
                    .artifact();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
