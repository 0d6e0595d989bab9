package io.jenkins.plugins.slipway.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Criticality;
import io.jenkins.plugins.slipway.engine.environment.Deployment.Kind;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseRun;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.gate.Verdict.RuleResult;
import io.jenkins.plugins.slipway.engine.gate.Verdict.RuleStatus;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Every value of every change that an agent can write, replaced by what is none: it is taken or refused, and nothing else happens. */
class MutatedChangesTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final List<String> OTHERS = List.of(
            "null",
            "\"\"",
            "\"..\"",
            "\"\\u001b[2J\\u202e\"",
            "\"" + "x".repeat(70_000) + "\"",
            "-1",
            "0",
            "2147483648",
            "1e400",
            "1E-999999999",
            "true",
            "[]",
            "[null]",
            "{}",
            "{\"\":null}",
            "[".repeat(2_000) + "]".repeat(2_000),
            "\"NaN\"",
            "\"-1000000000-01-01T00:00:00Z\"",
            "\"+1000000000-12-31T23:59:59Z\"");

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

    private List<RecordChange> good() {
        return List.of(
                new RecordChange.Released(
                        "shop", ground.bytes(1), JSON.createObjectNode(), "c0ffee", ground.now(), "m"),
                new RecordChange.Begun(ground.deployment(3, Kind.DEPLOY, 3, 2)),
                new RecordChange.DataNoted("shop", "staging", 2, Map.of("api", "7"), Map.of("api", "b")),
                new RecordChange.Ended(
                        "shop",
                        "staging",
                        2,
                        State.LIVE,
                        ground.now(),
                        "done",
                        List.of(new PhaseRun("hold", PhaseState.DONE, 0.5))),
                new RecordChange.Judged(verdict("tests.failed")),
                new RecordChange.Quarantined("shop", 2, new Release.Quarantine("m", ground.now(), "bad")));
    }

    private Verdict verdict(String metric) {
        RuleResult rule =
                new RuleResult(metric, BigDecimal.ZERO, null, BigDecimal.ZERO, Criticality.FAILURE, RuleStatus.PASSED);
        return new Verdict(
                "shop",
                "staging",
                2,
                ground.bytes(2),
                Verdict.Status.PASSED,
                List.of(rule),
                List.of("fine"),
                ground.now(),
                "m");
    }

    /** The text with each of its values, members of objects and of lists included, replaced in turn. */
    private static List<String> mutations(String json) {
        List<String> result = new ArrayList<>();
        for (int start = 0; start < json.length(); start++) {
            char before = start == 0 ? ':' : json.charAt(start - 1);
            if (before == ':' || before == '[' || before == ',' && json.charAt(start) != '"') {
                int end = end(json, start);
                for (String other : OTHERS) {
                    result.add(json.substring(0, start) + other + json.substring(end));
                }
                // A member twice, and one that nobody knows.
                if (before == ':') {
                    result.add(json.substring(0, end) + ",\"by\":\"root\",\"by\":\"root\"" + json.substring(end));
                }
            }
        }
        return result;
    }

    private static int end(String json, int start) {
        int depth = 0;
        boolean text = false;
        for (int i = start; i < json.length(); i++) {
            char c = json.charAt(i);
            text ^= c == '"';
            if (!text) {
                if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
                    return i;
                }
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            }
        }
        return json.length();
    }

    @ParameterizedTest
    @EnumSource(StepScope.Verb.class)
    void it_is_taken_or_refused_and_nothing_else(StepScope.Verb verb) throws IOException {
        for (RecordChange change : good()) {
            for (String line : mutations(JSON.writeValueAsString(change))) {
                try {
                    new StepChanges(ground.scope(verb))
                            .follow(
                                    new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.UTF_8)),
                                    0,
                                    real,
                                    ground::made,
                                    ground.now());
                } catch (RefusedException e) {
                    assertThat(e.getMessage()).as(line).doesNotContain("\u001b", "\u202e");
                }
            }
        }
        assertThat(real.snapshot("bank").toJson()).isEqualTo(ground.bank());
        assertThat(ground.everything(real)).doesNotContain("\u001b", "\u202e", "\"root\"");
    }

    @Test
    void a_number_s_name_does_not_turn_the_text_of_a_page_around() {
        StepChanges gate = new StepChanges(ground.scope(StepScope.Verb.GATE));

        for (String turning : List.of("\u202e", "\u2066", "\u061c", "\u206a", "\u2028", "\u009b")) {
            assertThatThrownBy(() -> gate.take(
                            new RecordChange.Judged(verdict("tests." + turning + "failed")),
                            real,
                            ground::made,
                            ground.now()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("no rule looks like that");
        }
    }
}
