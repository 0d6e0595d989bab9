package io.jenkins.plugins.slipway.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Criticality;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.Kind;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseRun;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.LeaseRecords;
import io.jenkins.plugins.slipway.engine.environment.ReleaseUse;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.release.QuarantineEvent;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the records do, whichever database keeps them. */
abstract class RecordsContract {
    private static final Duration LONG = Duration.ofHours(1);
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
    static final JsonNode CONFIG = JsonMapper.shared().readTree("{\"applications\":{\"api\":{\"type\":\"java:17\"}}}");

    abstract SqlRecords records();

    static Digest digest(int seed) {
        return new Digest("sha256:" + "%064x".formatted(seed));
    }

    private Release release(int seed) {
        return records().releases().release("shop", Map.of("api", digest(seed)), CONFIG, "c0ffee", NOON, "ann");
    }

    private Deployment begin(String environment, int release) {
        return records().deployments().begin("shop", environment, Kind.DEPLOY, release, null, 0, NOON, "ann", "");
    }

    private Deployment deployed(String environment, int release, State state) {
        Deployment deployment = begin(environment, release);
        records().deployments().end(deployment, state, NOON.plusSeconds(9), "", List.of());
        return deployment;
    }

    @Test
    void the_same_artifacts_and_configuration_are_the_same_release() {
        Release first = release(1);
        Release second = release(2);

        assertThat(release(2)).isEqualTo(second);
        assertThat(first.number()).isEqualTo(1);
        assertThat(second.number()).isEqualTo(2);
        assertThat(release(1).number())
                .as("older content that comes back is new")
                .isEqualTo(3);
        assertThat(records().releases().find("shop", 2)).contains(second);
        assertThat(records().releases().newest("shop").orElseThrow().number()).isEqualTo(3);
        assertThat(records().releases().list("shop", 2))
                .extracting(Release::number)
                .containsExactly(3, 2);
        assertThat(records().releases().newest("other")).isEmpty();
    }

    @Test
    void another_configuration_or_order_of_applications_is_another_release() {
        Map<String, Digest> both = new LinkedHashMap<>();
        both.put("web", digest(2));
        both.put("api", digest(1));
        JsonNode other = JsonMapper.shared().readTree("{\"applications\":{\"api\":{\"type\":\"java:21\"}}}");

        Release one = records().releases().release("shop", both, CONFIG, "", NOON, "ann");
        Release two = records().releases().release("shop", both, other, "", NOON, "ann");

        assertThat(two.number()).isEqualTo(2);
        assertThat(records().releases().find("shop", 1)).contains(one);
        assertThat(records()
                        .releases()
                        .find("shop", 1)
                        .orElseThrow()
                        .artifacts()
                        .keySet())
                .containsExactly("web", "api");
        assertThat(records().releases().find("shop", 2).orElseThrow().config()).isEqualTo(other);
    }

    @Test
    void a_quarantine_is_seen_and_its_whole_story_is_kept() {
        release(1);
        Release.Quarantine bad = new Release.Quarantine("ann (nightly #7)", NOON, "loses orders");

        records().releases().quarantine("shop", 1, bad);

        assertThat(records().releases().find("shop", 1).orElseThrow().quarantine())
                .isEqualTo(bad);
        assertThat(release(1).quarantine())
                .as("building the same again does not lift it")
                .isEqualTo(bad);

        records().releases().lift("shop", 1, "bob", NOON.plusSeconds(60), "was the proxy");

        assertThat(records().releases().find("shop", 1).orElseThrow().quarantine())
                .isNull();
        assertThat(records().releases().quarantines("shop", 1))
                .containsExactly(
                        new QuarantineEvent(
                                QuarantineEvent.Action.QUARANTINED, "ann (nightly #7)", NOON, "loses orders"),
                        new QuarantineEvent(
                                QuarantineEvent.Action.LIFTED, "bob", NOON.plusSeconds(60), "was the proxy"));
    }

    @Test
    void a_release_that_does_not_exist_cannot_be_marked() {
        assertThatThrownBy(() -> records().releases().quarantine("shop", 9, new Release.Quarantine("ann", NOON, "")))
                .isInstanceOf(BadInputException.class)
                .hasMessage("There is no release 9 of ‘shop’; see ‘slipway releases’ for those there are");
    }

    @Test
    void an_expired_release_lets_its_artifacts_go_and_is_never_reused() {
        release(1);
        release(2);
        records().releases().expire("shop", 1, NOON);

        assertThat(records().releases().artifacts()).containsExactly(digest(2));
        assertThat(records().releases().expired("shop", 1)).isTrue();
        assertThat(records().releases().expired("shop", 2)).isFalse();
        assertThat(records().releases().kept("shop"))
                .extracting(Release::number)
                .containsExactly(2);
        assertThat(records().releases().find("shop", 1)).as("the record stays").isPresent();

        records().releases().expire("shop", 2, NOON);
        assertThat(release(2).number()).isEqualTo(3);
    }

    @Test
    void a_deployment_is_written_down_from_its_beginning_to_its_end() {
        release(1);
        Deployment begun = begin("staging", 1);
        assertThat(begun.number()).isEqualTo(1);
        assertThat(records().deployments().running("shop")).containsExactly(begun);

        records().deployments().data(begun, Map.of("api", "42"), Map.of("api", "/backups/1"));
        List<PhaseRun> phases =
                List.of(new PhaseRun("lock", PhaseState.DONE, 0.25), new PhaseRun("health", PhaseState.FAILED, 60.5));
        records().deployments().end(begun, State.RESTORED, NOON.plusSeconds(61), "api did not answer", phases);

        assertThat(records().deployments().find("shop", "staging", 1))
                .contains(new Deployment(
                        "shop",
                        "staging",
                        1,
                        Kind.DEPLOY,
                        1,
                        null,
                        State.RESTORED,
                        NOON,
                        NOON.plusSeconds(61),
                        "ann",
                        "",
                        "api did not answer",
                        Map.of("api", "42"),
                        Map.of("api", "/backups/1"),
                        phases));
        assertThat(records().deployments().running("shop")).isEmpty();
        assertThat(records().deployments().live("shop", "staging")).isEmpty();
        assertThat(records().deployments().environments("shop")).containsExactly("staging");
    }

    @Test
    void live_is_the_newest_deployment_that_went_live() {
        deployed("staging", 1, State.LIVE);
        deployed("staging", 2, State.LIVE);
        deployed("staging", 3, State.RESTORED);
        begin("staging", 4);

        assertThat(records().deployments().live("shop", "staging").orElseThrow().release())
                .isEqualTo(2);
        assertThat(records().deployments().history("shop", "staging", 3))
                .extracting(Deployment::number)
                .containsExactly(4, 3, 2);
        assertThat(records().deployments().live("shop", "production")).isEmpty();
    }

    @Test
    void an_older_deployment_that_ends_late_does_not_become_what_is_live() {
        Deployment slow = begin("staging", 1);
        deployed("staging", 2, State.LIVE);
        records().deployments().end(slow, State.LIVE, NOON, "", List.of());

        assertThat(records().deployments().live("shop", "staging").orElseThrow().release())
                .isEqualTo(2);
    }

    @Test
    void a_deployment_ends_once() {
        Deployment deployment = deployed("staging", 1, State.LIVE);
        records().deployments().end(deployment, State.LIVE, NOON.plusSeconds(99), "again", List.of());

        assertThat(records()
                        .deployments()
                        .find("shop", "staging", 1)
                        .orElseThrow()
                        .ended())
                .isEqualTo(NOON.plusSeconds(9));
        assertThatThrownBy(() -> records().deployments().end(deployment, State.FAILED, NOON, "", List.of()))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Deployment 1 of ‘staging’ has already ended as LIVE and cannot end as FAILED;"
                        + " look at ‘slipway history staging’");
    }

    @Test
    void a_number_is_above_what_the_target_has_seen() {
        assertThat(begin("staging", 1).number()).isEqualTo(1);
        assertThat(records()
                        .deployments()
                        .begin("shop", "staging", Kind.ROLLBACK, 1, 2, 40, NOON, "ann", "bad")
                        .number())
                .isEqualTo(41);
        assertThat(begin("staging", 1).number()).isEqualTo(42);
        assertThat(begin("production", 1).number()).isEqualTo(1);
    }

    @Test
    void uses_tell_which_releases_an_environment_has_seen() {
        IntStream.rangeClosed(1, 3).forEach(this::release);
        deployed("staging", 1, State.LIVE);
        deployed("staging", 2, State.RESTORED);
        deployed("staging", 1, State.RESTORED);
        deployed("production", 1, State.LIVE);
        deployed("production", 3, State.LIVE);
        records().releases().expire("shop", 3, NOON);

        assertThat(records().deployments().uses("shop"))
                .containsExactly(
                        new ReleaseUse("production", 1, 1, 1),
                        new ReleaseUse("staging", 1, 3, 1),
                        new ReleaseUse("staging", 2, 2, null));
    }

    @Test
    void a_verdict_is_found_by_release_and_by_artifacts() {
        Map<String, Digest> artifacts = Map.of("api", digest(1), "web", digest(2));
        Verdict failed = verdict(1, artifacts, Verdict.Status.FAILED);
        Verdict passed = verdict(2, artifacts, Verdict.Status.PASSED);
        records().verdicts().add(failed);
        records().verdicts().add(passed);

        assertThat(records().verdicts().latest("shop", "staging", 1)).contains(failed);
        assertThat(records().verdicts().latest("shop", "staging", artifacts)).contains(passed);
        assertThat(records().verdicts().latest("shop", "staging", Map.of("api", digest(1))))
                .isEmpty();
        assertThat(records().verdicts().latest("shop", "production", artifacts)).isEmpty();
        assertThat(records().verdicts().list("shop", "staging", 5)).containsExactly(passed, failed);
    }

    private static Verdict verdict(int release, Map<String, Digest> artifacts, Verdict.Status status) {
        return new Verdict(
                "shop",
                "staging",
                release,
                artifacts,
                status,
                List.of(
                        new Verdict.RuleResult(
                                "coverage.line",
                                new BigDecimal("71.25"),
                                BigDecimal.valueOf(80),
                                null,
                                Criticality.UNSTABLE,
                                Verdict.RuleStatus.BROKEN),
                        new Verdict.RuleResult(
                                "coverage.event",
                                null,
                                BigDecimal.valueOf(100),
                                null,
                                Criticality.FAILURE,
                                Verdict.RuleStatus.MISSING)),
                List.of("reports/jacoco.xml is missing"),
                NOON,
                "ann");
    }

    @Test
    void any_text_is_kept_as_far_as_databases_can() {
        Deployment deployment = begin("staging", 1);
        String odd = "‘quoted’ 😀 \0 \uD800 ; drop table releases; -- :name ?";
        records().deployments().end(deployment, State.FAILED, NOON, odd, List.of());
        records().deployments().data(deployment, Map.of("a\0b", "v\0"), Map.of());

        assertThat(records()
                        .deployments()
                        .find("shop", "staging", 1)
                        .orElseThrow()
                        .message())
                .isEqualTo("‘quoted’ 😀   ? ; drop table releases; -- :name ?");
        assertThat(records()
                        .deployments()
                        .find("shop", "staging", 1)
                        .orElseThrow()
                        .dataVersions())
                .containsEntry("a b", "v ");
    }

    @Test
    void questions_that_are_asked_together_are_answered_as_each_alone() {
        release(1);
        deployed("staging", 1, State.LIVE);

        List<Object> alone = questions();
        assertThat(records().together(() -> records().together(this::questions)))
                .isEqualTo(alone);
        assertThat(questions()).as("afterwards each asks for itself again").isEqualTo(alone);
        assertThatThrownBy(() -> records().together(() -> {
                    throw new IllegalStateException("in between");
                }))
                .hasMessage("in between");
        assertThat(records().deployments().environments("shop")).containsExactly("staging");
    }

    private List<Object> questions() {
        return List.of(
                records().deployments().history("shop", "staging", 9),
                records().releases().list("shop", 9),
                records().deployments().live("shop", "staging"));
    }

    @Test
    void threads_at_once_get_numbers_without_gaps_and_without_doubles() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> deployments = new ArrayList<>();
            List<Future<Integer>> releases = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int seed = i;
                deployments.add(threads.submit(() -> begin("staging", 1).number()));
                releases.add(threads.submit(() -> release(100 + seed).number()));
            }
            Set<Integer> expected =
                    new TreeSet<>(IntStream.rangeClosed(1, 40).boxed().toList());
            assertThat(all(deployments)).isEqualTo(expected);
            assertThat(all(releases)).isEqualTo(expected);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Set<Integer> all(List<Future<Integer>> futures) throws Exception {
        Set<Integer> numbers = new TreeSet<>();
        for (Future<Integer> future : futures) {
            numbers.add(future.get());
        }
        return numbers;
    }

    @Test
    void a_thread_that_is_interrupted_still_writes_down_what_it_has_to() {
        Thread.currentThread().interrupt();
        try {
            deployed("staging", 1, State.LIVE);
        } finally {
            assertThat(Thread.interrupted()).as("the interrupt is not lost").isTrue();
        }
        assertThat(records().deployments().live("shop", "staging")).isPresent();
    }

    @Test
    void a_lease_is_held_by_one_and_goes_to_the_next_in_the_queue() {
        LeaseRecords leases = records().leases();
        LeaseRecords.Claim first = leases.claim("shop", "site", "ann", false, LONG);
        LeaseRecords.Claim second = leases.claim("shop", "site", "bob", false, LONG);
        LeaseRecords.Claim third = leases.claim("shop", "site", "cleo", false, LONG);

        assertThat(leases.renew(second, LONG)).isEqualTo(new LeaseRecords.Standing.Waits("ann"));
        assertThat(leases.holder("shop", "site")).as("nobody has taken it yet").isEmpty();
        assertThat(leases.renew(first, LONG)).isEqualTo(new LeaseRecords.Standing.Holds());
        assertThat(leases.holder("shop", "site")).contains("ann");
        leases.release(first);
        assertThat(leases.renew(third, LONG)).isEqualTo(new LeaseRecords.Standing.Waits("bob"));
        assertThat(leases.renew(second, LONG)).isEqualTo(new LeaseRecords.Standing.Holds());
        assertThat(leases.renew(first, LONG)).isEqualTo(new LeaseRecords.Standing.Lost());
        leases.release(second);
        leases.release(third);
    }

    @Test
    void a_lease_that_was_not_renewed_in_time_is_lost_by_the_databases_clock() {
        LeaseRecords leases = records().leases();
        LeaseRecords.Claim dead = leases.claim("shop", "site", "ann", false, LONG);
        LeaseRecords.Claim next = leases.claim("shop", "site", "bob", false, LONG);
        assertThat(leases.renew(dead, Duration.ZERO)).isEqualTo(new LeaseRecords.Standing.Holds());

        assertThat(leases.holder("shop", "site")).isEmpty();
        assertThat(leases.renew(next, LONG)).isEqualTo(new LeaseRecords.Standing.Holds());
        assertThat(leases.renew(dead, LONG)).isEqualTo(new LeaseRecords.Standing.Lost());
        assertThat(leases.holder("shop", "site")).contains("bob");
        leases.release(next);
    }

    @Test
    void a_newer_claim_comes_in_the_place_of_those_that_wait_and_not_of_the_one_that_holds() {
        LeaseRecords leases = records().leases();
        LeaseRecords.Claim held = leases.claim("shop", "site", "ann", false, LONG);
        leases.renew(held, LONG);
        LeaseRecords.Claim waits = leases.claim("shop", "site", "bob", false, LONG);
        LeaseRecords.Claim newer = leases.claim("shop", "site", "cleo", true, LONG);

        assertThat(leases.renew(waits, LONG)).isEqualTo(new LeaseRecords.Standing.Lost());
        assertThat(leases.renew(held, LONG)).isEqualTo(new LeaseRecords.Standing.Holds());
        assertThat(leases.renew(newer, LONG)).isEqualTo(new LeaseRecords.Standing.Waits("ann"));
        leases.release(held);
        leases.release(newer);
    }

    @Test
    void of_many_that_claim_at_once_each_holds_once_and_no_two_at_the_same_time() throws Exception {
        LeaseRecords leases = records().leases();
        AtomicInteger holding = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService deployers = Executors.newFixedThreadPool(6);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String name = "deployer " + i;
            all.add(deployers.submit(() -> {
                LeaseRecords.Claim claim = leases.claim("shop", "busy", name, false, LONG);
                while (!(leases.renew(claim, LONG) instanceof LeaseRecords.Standing.Holds)) {
                    Thread.onSpinWait();
                }
                most.accumulateAndGet(holding.incrementAndGet(), Math::max);
                leases.renew(claim, LONG);
                holding.decrementAndGet();
                leases.release(claim);
            }));
        }
        for (Future<?> one : all) {
            one.get(1, TimeUnit.MINUTES);
        }
        deployers.shutdown();

        assertThat(most).hasValue(1);
        assertThat(leases.holder("shop", "busy")).isEmpty();
    }
}
