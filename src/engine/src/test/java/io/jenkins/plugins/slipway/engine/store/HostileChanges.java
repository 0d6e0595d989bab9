package io.jenkins.plugins.slipway.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Criticality;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.Kind;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseRun;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.gate.Verdict.RuleResult;
import io.jenkins.plugins.slipway.engine.gate.Verdict.RuleStatus;
import io.jenkins.plugins.slipway.engine.release.QuarantineEvent;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/** Makes up changes such as an agent would write that wants more than its step may: near misses of good ones, and nonsense. */
final class HostileChanges {
    private static final List<String> PROJECTS =
            List.of("shop", "shop", "shop", "shop", "bank", "../../secrets", "Shop", "shop ", "");
    private static final List<String> ENVIRONMENTS =
            List.of("staging", "staging", "staging", "production", "..", "", "staging/../production");
    private static final List<String> APPLICATIONS =
            List.of("api", "api", "web", "../../secrets", "master.key/..", "", "a\nb", "x".repeat(64));

    private final Ground ground;
    private final Random random;

    HostileChanges(Ground ground, long seed) {
        this.ground = ground;
        this.random = new Random(seed);
    }

    RecordChange next() {
        return switch (random.nextInt(7)) {
            case 0 ->
                new RecordChange.Released(
                        project(), digests(), JsonMapper.shared().createObjectNode(), text(), time(), text());
            case 1 -> new RecordChange.Begun(deployment());
            case 2 ->
                new RecordChange.DataNoted(
                        project(), environment(), number(), Map.of(one(APPLICATIONS), text()), Map.of());
            case 3 ->
                new RecordChange.Ended(
                        project(),
                        environment(),
                        number(),
                        one(State.values()),
                        time(),
                        text(),
                        List.of(new PhaseRun(random.nextBoolean() ? "hold" : text(), PhaseState.DONE, seconds())));
            case 4 -> new RecordChange.Judged(verdict());
            case 5 -> new RecordChange.Quarantined(project(), number(), new Release.Quarantine(text(), time(), text()));
            default -> new RecordChange.Lifted(project(), number(), text(), time(), text());
        };
    }

    private Deployment deployment() {
        return new Deployment(
                project(),
                environment(),
                number(),
                one(Kind.values()),
                number(),
                random.nextBoolean() ? null : Integer.valueOf(number()),
                one(State.values()),
                time(),
                random.nextBoolean() ? null : time(),
                text(),
                text(),
                text(),
                Map.of(),
                Map.of(),
                List.of());
    }

    private Verdict verdict() {
        return new Verdict(
                project(),
                environment(),
                number(),
                digests(),
                one(Verdict.Status.values()),
                List.of(new RuleResult(
                        random.nextBoolean() ? "tests.failed" : text(),
                        number(seconds()),
                        number(seconds()),
                        number(seconds()),
                        one(Criticality.values()),
                        one(RuleStatus.values()))),
                List.of(text()),
                time(),
                text());
    }

    private String project() {
        return one(PROJECTS);
    }

    private String environment() {
        return one(ENVIRONMENTS);
    }

    private int number() {
        return switch (random.nextInt(12)) {
            case 0 -> Integer.MAX_VALUE;
            case 1 -> -random.nextInt(100);
            case 2 -> 0;
            default -> 1 + random.nextInt(8);
        };
    }

    private Map<String, Digest> digests() {
        return random.nextBoolean()
                ? ground.bytes(1 + random.nextInt(4))
                : Map.of(one(APPLICATIONS), new Digest("sha256:" + (random.nextBoolean() ? "ee" : "01").repeat(32)));
    }

    private Instant time() {
        return switch (random.nextInt(6)) {
            case 0 -> Instant.MAX;
            case 1 -> Instant.EPOCH;
            case 2 -> ground.now().plus(Duration.ofDays(3));
            default -> ground.now().plusSeconds(random.nextInt(60));
        };
    }

    private double seconds() {
        return switch (random.nextInt(5)) {
            case 0 -> Double.NaN;
            case 1 -> -1;
            case 2 -> Double.POSITIVE_INFINITY;
            default -> random.nextDouble();
        };
    }

    private BigDecimal number(double any) {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> new BigDecimal("1E-999999999");
            case 2 -> new BigDecimal("1E+999999999");
            default -> Double.isFinite(any) ? BigDecimal.valueOf(any) : BigDecimal.ZERO;
        };
    }

    private String text() {
        return one(List.of("", "admin", "\u001b[2J", "<script>alert(1)</script>", "a\nb", "x".repeat(300), "\0"));
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    @SafeVarargs
    private <T> T one(T... of) {
        return of[random.nextInt(of.length)];
    }

    /**
     * What is there before: {@code shop} with release 2 live in staging (deployment 2) and release 1 in production, release 4 in
     * quarantine, and {@code bank}, which is somebody else's.
     */
    record Ground(Instant now, String bank, String production) {
        static Ground lay(SqlRecords records) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            Instant before = now.minus(Duration.ofDays(9));
            for (int number = 1; number <= 4; number++) {
                records.releases()
                        .release("shop", digests(number), JsonMapper.shared().createObjectNode(), "", before, "ann");
            }
            records.releases().quarantine("shop", 4, new Release.Quarantine("ann", before, "loses orders"));
            records.releases().release("bank", digests(4), JsonMapper.shared().createObjectNode(), "", before, "bob");
            records.releases().quarantine("bank", 1, new Release.Quarantine("bob", before, "bad"));
            live(records, "shop", "staging", 1, null, before);
            live(records, "shop", "staging", 2, 1, before);
            live(records, "shop", "production", 1, null, before);
            live(records, "bank", "staging", 1, null, before);
            return new Ground(now, bank(records), production(records));
        }

        private static void live(
                SqlRecords records, String project, String environment, int release, Integer previous, Instant at) {
            Deployment begun =
                    records.deployments().begin(project, environment, Kind.DEPLOY, release, previous, 0, at, "ann", "");
            records.deployments().end(begun, State.LIVE, at, "", List.of());
        }

        private static String bank(SqlRecords records) {
            return records.snapshot("bank").toJson();
        }

        private static String production(SqlRecords records) {
            return records.deployments().history("shop", "production", 10).toString()
                    + records.verdicts().list("shop", "production", 10);
        }

        private static Map<String, Digest> digests(int release) {
            return Map.of("api", new Digest("sha256:" + ("0" + release).repeat(32)));
        }

        Map<String, Digest> bytes(int release) {
            return digests(release);
        }

        /** Whether the step brought it. */
        boolean made(String application, Digest digest) {
            return application.equals("api") && digest.hex().startsWith("0");
        }

        StepScope scope(StepScope.Verb verb) {
            String by = "ada, shop #7";
            return switch (verb) {
                case BUILD -> StepScope.build("shop", by, now);
                case DEPLOY -> StepScope.deploy("shop", "staging", 3, List.of(), by, now);
                case ROLLBACK -> StepScope.rollback("shop", "staging", null, List.of(), by, now);
                case GATE -> StepScope.gate("shop", "staging", 2, List.of(), List.of("tests.failed"), by, now);
                case LOOK -> StepScope.look("shop", by, now);
            };
        }

        Deployment deployment(int number, Kind kind, int release, Integer previous) {
            return new Deployment(
                    "shop",
                    "staging",
                    number,
                    kind,
                    release,
                    previous,
                    State.RUNNING,
                    now,
                    null,
                    "mallory",
                    "",
                    "",
                    Map.of(),
                    Map.of(),
                    List.of());
        }

        /** All that is in the records. */
        String everything(SqlRecords records) {
            return records.snapshot("shop").toJson()
                    + bank(records)
                    + records.deployments().history("shop", "staging", 1_000)
                    + production(records)
                    + records.verdicts().list("shop", "staging", 1_000);
        }

        void requireOnlyOwn(SqlRecords records, StepScope scope) {
            assertThat(bank(records)).isEqualTo(bank);
            assertThat(production(records)).isEqualTo(production);
            assertThat(records.deployments().environments("shop")).containsExactlyInAnyOrder("staging", "production");
            assertThat(records.deployments().history("shop", "staging", 1_000))
                    .filteredOn(each -> each.number() > 2)
                    .allSatisfy(each -> assertThat(each.by()).isEqualTo(scope.by()))
                    .allSatisfy(each -> assertThat(each.number()).isLessThan(2_000_000));
            assertThat(records.verdicts().list("shop", "staging", 1_000))
                    .allSatisfy(each -> assertThat(each.by()).isEqualTo(scope.by()))
                    .allSatisfy(each -> assertThat(each.status()).isGreaterThanOrEqualTo(each.byRules()));
            for (Release release : records.releases().list("shop", 1_000)) {
                if (release.number() > 4) {
                    assertThat(release.by()).isEqualTo(scope.by());
                    assertThat(release.artifacts())
                            .allSatisfy((name, digest) ->
                                    assertThat(made(name, digest)).isTrue());
                }
                assertThat(records.releases().quarantines("shop", release.number()))
                        .extracting(QuarantineEvent::action)
                        .doesNotContain(QuarantineEvent.Action.LIFTED);
            }
        }
    }
}
