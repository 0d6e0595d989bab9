package io.jenkins.plugins.slipway.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.RefusedException;
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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Of what a step elsewhere says it changed, the records take what such a step can change, in the name of who asked. */
class StepChangesTest {
    @TempDir
    Path folder;

    private SqlRecords real;
    private HostileChanges.Ground ground;

    @BeforeEach
    void open() {
        real = SqlRecords.holdIn(folder);
        ground = HostileChanges.Ground.lay(real);
    }

    @AfterEach
    void close() {
        real.close();
    }

    private void take(StepChanges step, RecordChange change) {
        step.take(change, real, ground::made, ground.now());
    }

    private void refused(StepChanges step, RecordChange change, String why) {
        String before = ground.everything(real);
        assertThatThrownBy(() -> take(step, change))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why);
        assertThat(ground.everything(real)).isEqualTo(before);
    }

    private StepChanges step(StepScope.Verb verb) {
        return new StepChanges(ground.scope(verb));
    }

    private Verdict verdict(Verdict.Status status, RuleResult... rules) {
        return new Verdict(
                "shop",
                "staging",
                2,
                ground.bytes(2),
                status,
                List.of(rules),
                List.of("fine"),
                ground.now(),
                "mallory");
    }

    private static RuleResult forged(BigDecimal value) {
        return new RuleResult("tests.failed", value, null, BigDecimal.ZERO, Criticality.FAILURE, RuleStatus.PASSED);
    }

    private static RuleResult rule(RuleStatus status) {
        return new RuleResult(
                "tests.failed",
                status == RuleStatus.MISSING ? null : BigDecimal.valueOf(status == RuleStatus.PASSED ? 0 : 1),
                null,
                BigDecimal.ZERO,
                Criticality.FAILURE,
                status);
    }

    @Test
    void a_deployment_is_taken_over_in_the_name_of_who_asked() {
        StepChanges step = step(StepScope.Verb.DEPLOY);
        Deployment there = ground.deployment(3, Kind.DEPLOY, 3, 2);

        take(step, new RecordChange.Begun(there));
        take(step, new RecordChange.DataNoted("shop", "staging", 3, Map.of("api", "7"), Map.of("api", "/b/api")));
        take(
                step,
                new RecordChange.Ended(
                        "shop",
                        "staging",
                        3,
                        State.LIVE,
                        ground.now(),
                        "well \u001b[31m done",
                        List.of(new PhaseRun("hold", PhaseState.DONE, 0.5))));

        Deployment here = real.deployments().live("shop", "staging").orElseThrow();
        assertThat(here.number()).isEqualTo(3);
        assertThat(here.by()).isEqualTo("ada, shop #7");
        assertThat(here.dataVersions()).containsEntry("api", "7");
        assertThat(here.message()).isEqualTo("well \uFFFD[31m done");
        assertThat(step.deployments()).containsExactly(3);
    }

    @Test
    void a_deployment_that_failed_its_watch_is_rolled_back_and_its_release_marked() {
        StepChanges step = step(StepScope.Verb.DEPLOY);
        take(step, new RecordChange.Begun(ground.deployment(3, Kind.DEPLOY, 3, 2)));
        take(step, new RecordChange.Ended("shop", "staging", 3, State.LIVE, ground.now(), "", List.of()));
        take(step, new RecordChange.Begun(ground.deployment(4, Kind.ROLLBACK, 2, 3)));
        take(
                step,
                new RecordChange.Quarantined(
                        "shop", 3, new Release.Quarantine("mallory", ground.now(), "answers 500")));
        take(step, new RecordChange.Ended("shop", "staging", 4, State.LIVE, ground.now(), "", List.of()));

        assertThat(real.releases().find("shop", 3).orElseThrow().quarantine())
                .isNotNull()
                .extracting(Release.Quarantine::by)
                .isEqualTo("ada, shop #7");
        refused(step, new RecordChange.Begun(ground.deployment(5, Kind.ROLLBACK, 1, 2)), "no rollback of it");
    }

    @Test
    void what_is_not_the_step_s_own_is_refused_and_changes_nothing() {
        refused(
                step(StepScope.Verb.DEPLOY),
                new RecordChange.Begun(ground.deployment(3, Kind.DEPLOY, 1, 2)),
                "the step deploys release 3");
        refused(
                step(StepScope.Verb.DEPLOY),
                new RecordChange.Begun(ground.deployment(3, Kind.ROLLBACK, 1, 2)),
                "it is a ROLLBACK");
        refused(
                step(StepScope.Verb.ROLLBACK),
                new RecordChange.Begun(ground.deployment(3, Kind.ROLLBACK, 3, 2)),
                "was never live there");
        refused(
                step(StepScope.Verb.DEPLOY),
                new RecordChange.Ended("shop", "production", 1, State.LIVE, ground.now(), "", List.of()),
                "it is another environment");
        refused(
                step(StepScope.Verb.DEPLOY),
                new RecordChange.Ended("shop", "staging", 2, State.FAILED, ground.now(), "", List.of()),
                "did not begin that one");
        refused(
                step(StepScope.Verb.GATE),
                new RecordChange.Begun(ground.deployment(3, Kind.DEPLOY, 3, 2)),
                "only deployments and rollbacks begin one");
        refused(
                step(StepScope.Verb.DEPLOY),
                new RecordChange.Quarantined("shop", 1, new Release.Quarantine("m", ground.now(), "bad")),
                "no rollback of this step went away from it");
        refused(
                step(StepScope.Verb.DEPLOY),
                new RecordChange.Released(
                        "shop", ground.bytes(1), JsonMapper.shared().createObjectNode(), "", ground.now(), "m"),
                "only a build of all applications makes one");
    }

    @ParameterizedTest
    @EnumSource(StepScope.Verb.class)
    void no_step_lifts_a_quarantine_or_touches_another_project(StepScope.Verb verb) {
        refused(
                step(verb),
                new RecordChange.Lifted("shop", 4, "admin", ground.now(), "good after all"),
                "a quarantine is lifted by people only");
        refused(
                step(verb),
                new RecordChange.Lifted("bank", 1, "admin", ground.now(), "good after all"),
                "it is another project");
    }

    @Test
    void a_verdict_is_over_what_is_live_and_no_better_than_its_numbers() {
        refused(step(StepScope.Verb.GATE), new RecordChange.Judged(verdict(Verdict.Status.PASSED)), "says nothing of");
        refused(
                step(StepScope.Verb.GATE),
                new RecordChange.Judged(verdict(Verdict.Status.PASSED, rule(RuleStatus.BROKEN))),
                "by its own rules it is FAILED");
        refused(
                step(StepScope.Verb.DEPLOY),
                new RecordChange.Judged(verdict(Verdict.Status.PASSED, rule(RuleStatus.PASSED))),
                "only a gate judges");
        Verdict other = new Verdict(
                "shop",
                "staging",
                3,
                ground.bytes(3),
                Verdict.Status.PASSED,
                List.of(rule(RuleStatus.PASSED)),
                List.of(),
                ground.now(),
                "mallory");
        refused(step(StepScope.Verb.GATE), new RecordChange.Judged(other), "release 2 is live there");

        StepChanges gate = step(StepScope.Verb.GATE);
        refused(
                gate,
                new RecordChange.Judged(verdict(Verdict.Status.PASSED, forged(BigDecimal.ONE))),
                "its own number does not pass");
        refused(
                gate,
                new RecordChange.Judged(verdict(Verdict.Status.PASSED, forged(new BigDecimal("1E-999999999")))),
                "no rule looks like that");
        take(gate, new RecordChange.Judged(verdict(Verdict.Status.PASSED, rule(RuleStatus.PASSED))));
        assertThat(gate.verdict()).isEqualTo(Verdict.Status.PASSED);
        assertThat(real.verdicts().latest("shop", "staging", 2).orElseThrow().by())
                .isEqualTo("ada, shop #7");
        refused(
                gate,
                new RecordChange.Judged(verdict(Verdict.Status.FAILED, rule(RuleStatus.BROKEN))),
                "the second one of a step that judges once");
    }

    @Test
    void a_gate_whose_environment_has_changed_meanwhile_is_to_judge_again() {
        StepChanges gate = step(StepScope.Verb.GATE);
        Deployment next =
                real.deployments().begin("shop", "staging", Kind.DEPLOY, 2, 2, 0, ground.now(), "bob", "again");
        real.deployments().end(next, State.LIVE, ground.now(), "", List.of());

        refused(gate, new RecordChange.Judged(verdict(Verdict.Status.PASSED, rule(RuleStatus.PASSED))), "judge again");
    }

    @Test
    void a_release_has_only_what_its_step_brought_and_is_made_once() {
        Digest foreign = new Digest("sha256:" + "ee".repeat(32));
        var config = JsonMapper.shared().createObjectNode();
        refused(
                step(StepScope.Verb.BUILD),
                new RecordChange.Released("shop", Map.of("api", foreign), config, "", ground.now(), "m"),
                "this step did not bring these bytes");
        refused(
                step(StepScope.Verb.BUILD),
                new RecordChange.Released("shop", Map.of("../../x", foreign), config, "", ground.now(), "m"),
                "a name is 1 to 63 letters");
        refused(
                step(StepScope.Verb.BUILD),
                new RecordChange.Released(
                        "shop", ground.bytes(1), config, "", ground.now().plus(Duration.ofDays(400)), "m"),
                "a day off");

        StepChanges build = step(StepScope.Verb.BUILD);
        RecordChange made = new RecordChange.Released("shop", ground.bytes(1), config, "c0ffee", ground.now(), "m");
        take(build, made);
        assertThat(build.release()).isEqualTo(5);
        assertThat(real.releases().find("shop", 5).orElseThrow().by()).isEqualTo("ada, shop #7");
        refused(build, made, "a second release");
    }

    @Test
    void a_file_is_read_from_where_it_was_left_also_by_a_follower_that_was_stored() throws Exception {
        Path file = folder.resolve("changes.jsonl");
        ChangeFile changes = new ChangeFile(file);
        changes.append(new RecordChange.Begun(ground.deployment(3, Kind.DEPLOY, 3, 2)));
        StepChanges step = step(StepScope.Verb.DEPLOY);

        assertThat(follow(step, file)).isEqualTo(1);
        StepChanges stored = copy(step);
        Files.writeString(file, Files.readString(file) + "{\"change\":\"ended\",\"proj");
        assertThat(follow(stored, file))
                .as("a line without its end is still being written")
                .isZero();
        Files.writeString(file, Files.readString(file).substring(0, (int) stored.offset()));
        changes.append(new RecordChange.Ended("shop", "staging", 3, State.LIVE, ground.now(), "", List.of()));
        assertThat(follow(stored, file)).isEqualTo(1);
        assertThat(stored.offset()).isEqualTo(Files.size(file));

        assertThat(follow(step(StepScope.Verb.DEPLOY), file))
                .as("read anew after a crash")
                .isEqualTo(2);
        assertThat(real.deployments().history("shop", "staging", 10)).hasSize(3);
    }

    private int follow(StepChanges step, Path file) throws IOException {
        try (InputStream rest = Files.newInputStream(file)) {
            rest.skipNBytes(step.offset());
            return step.follow(rest, step.offset(), real, ground::made, ground.now());
        }
    }

    private static StepChanges copy(StepChanges step) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(step);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (StepChanges) in.readObject();
        }
    }

    @Test
    void after_a_refusal_nothing_more_is_taken_over() {
        StepChanges step = step(StepScope.Verb.DEPLOY);
        String lines = "{\"change\":\"lifted\",\"project\":\"shop\",\"release\":4,\"by\":\"root\",\"at\":\""
                + ground.now() + "\",\"reason\":\"\"}\n";

        assertThatThrownBy(() -> step.follow(stream(lines), 0, real, ground::made, ground.now()))
                .isInstanceOf(RefusedException.class);
        refused(step, new RecordChange.Begun(ground.deployment(3, Kind.DEPLOY, 3, 2)), "nothing more of it");
        assertThat(step.offset()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"change\":\"java.lang.Runtime\"}",
                "{\"change\":\"lifted\"}",
                "{\"change\":\"begun\",\"deployment\":null}",
                "{\"change\":\"begun\",\"deployment\":{\"project\":\"shop\",\"environment\":\"staging\"}}",
                "{\"change\":\"ended\",\"project\":\"shop\",\"environment\":\"staging\",\"number\":1e99}",
                "{\"change\":\"released\",\"project\":\"shop\",\"artifacts\":{\"api\":null},\"config\":{}}",
                "{\"change\":\"judged\",\"verdict\":{\"rules\":[null]}}",
                "\u001b]0;owned\u0007"
            })
    void a_line_that_is_no_change_is_refused_without_repeating_its_control_characters(String line) {
        assertThatThrownBy(() ->
                        step(StepScope.Verb.DEPLOY).follow(stream(line + "\n"), 0, real, ground::made, ground.now()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not a change of records")
                .message()
                .doesNotContain("\u001b")
                .doesNotContain("\u0007");
    }

    @Test
    void a_line_without_an_end_is_not_kept_in_memory() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        assertThatThrownBy(() -> step(StepScope.Verb.BUILD).follow(endless, 0, real, ground::made, ground.now()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void a_file_of_the_same_change_again_and_again_comes_to_an_end() {
        RecordChange data = new RecordChange.DataNoted("shop", "staging", 3, Map.of("api", "7"), Map.of());
        StepChanges step = step(StepScope.Verb.DEPLOY);
        take(step, new RecordChange.Begun(ground.deployment(3, Kind.DEPLOY, 3, 2)));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        take(step, data);
                    }
                })
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no step makes so many");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatever_a_hostile_agent_writes_nothing_but_the_step_s_own_is_changed(long seed) {
        HostileChanges hostile = new HostileChanges(ground, seed);
        for (StepScope.Verb verb : StepScope.Verb.values()) {
            StepScope scope = ground.scope(verb);
            for (int round = 0; round < 10; round++) {
                String before = ground.everything(real);
                StepChanges step = new StepChanges(scope);
                boolean changed = false;
                for (int i = 0; i < 5; i++) {
                    try {
                        take(step, hostile.next());
                        changed = true;
                    } catch (RefusedException e) {
                        // As it should be, unless it was one of the few that such a step can make.
                    }
                }
                assertThat(changed && verb == StepScope.Verb.LOOK).isFalse();
                if (!changed) {
                    assertThat(ground.everything(real)).isEqualTo(before);
                }
            }
            ground.requireOnlyOwn(real, scope);
        }
        assertThat(real.releases().quarantines("shop", 4))
                .extracting(QuarantineEvent::action)
                .containsExactly(QuarantineEvent.Action.QUARANTINED);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
