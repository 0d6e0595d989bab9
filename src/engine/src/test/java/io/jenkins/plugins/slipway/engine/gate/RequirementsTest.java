package io.jenkins.plugins.slipway.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.Kind;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.gate.Verdict.Status;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RequirementsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path home;

    @TempDir
    Path project;

    private SqlRecords records;
    private EnvironmentConfig production;

    @BeforeEach
    void open() throws IOException {
        records = SqlRecords.openIn(home);
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                applications: { api: { type: "java:17" } }
                environments:
                  staging: { type: staging }
                  production: { type: production, requires: [staging] }
                """);
        production = Objects.requireNonNull(
                ConfigReader.read(project, null).environments().get("production"));
    }

    private static Map<String, Digest> artifacts(int release) {
        // Releases 2 and 3 differ in configuration only.
        return Map.of("api", new Digest("sha256:" + "%064x".formatted(release == 3 ? 2 : release)));
    }

    private void live(int release) {
        Deployment deployment =
                records.deployments().begin("shop", "staging", Kind.DEPLOY, release, null, 0, NOON, "ann", "");
        records.deployments().end(deployment, State.LIVE, NOON, "", List.of());
    }

    private void judged(int release, Status status, String... notes) {
        records.verdicts()
                .add(new Verdict(
                        "shop",
                        "staging",
                        release,
                        artifacts(release),
                        status,
                        List.of(),
                        List.of(notes),
                        NOON,
                        "ann"));
    }

    private Requirement answer(int release, Set<String> gated) {
        return new Requirements(
                        (project, environment) ->
                                records.deployments().live(project, environment).map(Deployment::release),
                        records.verdicts())
                .of("shop", production, gated, release, artifacts(release), RequirementsTest::artifacts)
                .get(0);
    }

    private String why(int release) {
        return ((Requirement.NotMet) answer(release, Set.of("staging"))).why();
    }

    @Test
    void nothing_live_does_not_meet_it() {
        assertThat(why(2))
                .isEqualTo(
                        "‘production’ requires ‘staging’: nothing is live there; run ‘slipway deploy staging --release 2’ first");
    }

    @Test
    void other_artifacts_live_do_not_meet_it_even_if_these_passed_before() {
        live(2);
        judged(2, Status.PASSED);
        live(1);

        assertThat(why(2))
                .isEqualTo(
                        "‘production’ requires ‘staging’: release 1 is live there, with other artifacts than release 2;"
                                + " run ‘slipway deploy staging --release 2’ first");
    }

    @Test
    void without_a_gate_being_live_is_enough() {
        live(2);

        assertThat(answer(2, Set.of())).isEqualTo(new Requirement.Met("staging"));
    }

    @Test
    void with_a_gate_only_a_passed_verdict_meets_it() {
        live(2);
        assertThat(why(2))
                .isEqualTo("‘production’ requires ‘staging’: its gate has not judged these artifacts;"
                        + " run ‘slipway gate staging’ first");

        judged(2, Status.UNSTABLE, "coverage.line 71.2 is below 80.");
        assertThat(why(2))
                .isEqualTo(
                        "‘production’ requires ‘staging’: its gate judged these artifacts UNSTABLE at 2026-03-01T12:00:00Z,"
                                + " not PASSED (coverage.line 71.2 is below 80); run ‘slipway gate staging’ again when that is fixed");

        judged(2, Status.PASSED);
        assertThat(answer(2, Set.of("staging"))).isEqualTo(new Requirement.Met("staging"));

        judged(2, Status.FAILED);
        assertThat(answer(2, Set.of("staging"))).as("the newest verdict counts").isInstanceOf(Requirement.NotMet.class);
    }

    @Test
    void a_verdict_is_over_artifacts_whatever_the_number_of_the_release() {
        live(2);
        judged(2, Status.PASSED);

        assertThat(answer(3, Set.of("staging"))).isEqualTo(new Requirement.Met("staging"));
    }
}
