package io.jenkins.plugins.slipway.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.GateConfig;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Coverage;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Criticality;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Rule;
import io.jenkins.plugins.slipway.engine.gate.Verdict.Status;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gate with real scripts. */
final class GateKeeperTest {
    private static final Map<String, Digest> DIGESTS = Map.of("api", new Digest("sha256:" + "a".repeat(64)));
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Rule NO_FAILURES = new Rule("tests.failed", null, 0.0, Criticality.FAILURE);
    private static final String GREEN = "<testsuite><testcase name='a'/><testcase name='b'/></testsuite>";
    private static final String RED =
            "<testsuite><testcase name='a'/><testcase name='b'><failure/></testcase></testsuite>";

    @TempDir
    Path project;

    @TempDir
    Path home;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private Supplier<OptionalInt> live = () -> OptionalInt.of(4);

    private static GateConfig.Test test(String run, @Nullable String junit) {
        return new GateConfig.Test(run, junit, Duration.ofSeconds(30));
    }

    private static GateConfig gate(
            @Nullable String cleanup, List<GateConfig.Test> tests, List<Coverage> coverage, Rule... rules) {
        return new GateConfig("staging", cleanup, tests, coverage, List.of(rules));
    }

    private Verdict judge(GateConfig gate) throws Exception {
        return judge(gate, Cancellation.never());
    }

    private Verdict judge(GateConfig gate, Cancellation cancellation) throws Exception {
        GateRequest request = new GateRequest(
                "shop",
                EnvironmentConfig.defaults("staging"),
                gate,
                7,
                4,
                DIGESTS,
                List.of(URI.create("http://staging.shop.localhost:8080/")),
                project,
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"),
                Secrets.none(),
                "ann",
                () -> live.get());
        SqlRecords records = SqlRecords.openIn(home);
        Verdict verdict = new GateKeeper(
                        LocalProcessRunner.create(), records.verdicts(), Clock.fixed(NOON, ZoneOffset.UTC))
                .judge(request, log::write, cancellation);
        assertThat(records.verdicts().latest("shop", "staging", DIGESTS))
                .as("is written down")
                .contains(verdict);
        return verdict;
    }

    private static String write(String file, String content) {
        return "mkdir -p reports; cat > reports/" + file + " <<'EOF'\n" + content + "\nEOF\n";
    }

    @Test
    void tests_run_against_the_environment_and_know_what_they_judge() throws Exception {
        Verdict verdict = judge(gate(
                "echo cleaned > state",
                List.of(test(
                        "test $(cat state) = cleaned; echo $SLIPWAY_URL $SLIPWAY_PROJECT $SLIPWAY_ENVIRONMENT"
                                + " $SLIPWAY_ENVIRONMENT_TYPE $SLIPWAY_RELEASE $SLIPWAY_DEPLOYMENT > seen; "
                                + write("a.xml", GREEN),
                        "reports/*.xml")),
                List.of(),
                NO_FAILURES));

        assertThat(verdict.status()).isEqualTo(Status.PASSED);
        assertThat(verdict.notes()).isEmpty();
        assertThat(verdict.at()).isEqualTo(NOON);
        assertThat(project.resolve("seen")).hasContent("http://staging.shop.localhost:8080/ shop staging staging 7 4");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .startsWith("Running cleanup: echo cleaned > state\n")
                .contains("Finished tests.\n");
    }

    @Test
    void a_failing_test_breaks_the_rule_and_is_named() throws Exception {
        Verdict verdict = judge(gate(
                null, List.of(test(write("a.xml", RED) + "exit 1", "reports/*.xml")), List.of(), NO_FAILURES));

        assertThat(verdict.status()).isEqualTo(Status.FAILED);
        assertThat(verdict.notes()).contains("Not passed: b", "tests.failed 1 is above 0.");
    }

    @Test
    void rules_may_allow_failures_though_the_command_exits_with_an_error() throws Exception {
        Rule one = new Rule("tests.failed", null, 1.0, Criticality.FAILURE);

        assertThat(judge(gate(null, List.of(test(write("a.xml", RED) + "exit 1", "reports/*.xml")), List.of(), one))
                        .status())
                .isEqualTo(Status.PASSED);
    }

    @Test
    void a_command_that_fails_without_a_failing_test_counts_as_a_failed_one() throws Exception {
        assertThat(judge(gate(
                                null,
                                List.of(test(write("a.xml", GREEN) + "exit 3", "reports/*.xml")),
                                List.of(),
                                NO_FAILURES))
                        .status())
                .isEqualTo(Status.FAILED);
    }

    @Test
    void an_error_that_only_the_suite_declares_is_named_and_does_not_fail_a_run_that_passed() throws Exception {
        String noisy = "<testsuite name='s' errors='1'><testcase name='a'/></testsuite>";

        Verdict passed =
                judge(gate(null, List.of(test(write("a.xml", noisy), "reports/*.xml")), List.of(), NO_FAILURES));
        assertThat(passed.status()).isEqualTo(Status.PASSED);
        assertThat(passed.notes())
                .containsExactly("reports/a.xml: ‘s’ declares 0 failures and 1 error, but its test cases show 0 and 0;"
                        + " the test cases count.");

        Verdict failed = judge(gate(
                null, List.of(test(write("a.xml", noisy) + "exit 1", "reports/*.xml")), List.of(), NO_FAILURES));
        assertThat(failed.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void a_command_of_many_lines_is_called_by_its_first_one() throws Exception {
        String script = "#!/bin/sh\nset -e\n# the tests\necho begun\nexit 3\n";

        Verdict verdict = judge(gate("\ntrue\ntrue\n", List.of(test(script, null)), List.of()));

        assertThat(verdict.notes()).containsExactly("The tests ‘echo begun …’ failed: the command exited with code 3.");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .isEqualTo("Running cleanup: true …\nFinished cleanup.\nRunning tests: echo begun …\nbegun\n"
                        + "Finished tests: it exited with code 3.\n");
    }

    @Test
    void a_long_command_is_cut() {
        assertThat(CommandLabel.of("x".repeat(200))).isEqualTo("x".repeat(80) + " …");
        assertThat(CommandLabel.of("set -e")).isEqualTo("set -e");
        assertThat(CommandLabel.of("")).isEmpty();
    }

    @Test
    void without_rules_the_exit_codes_and_the_reports_decide() throws Exception {
        assertThat(judge(gate(null, List.of(test("true", null)), List.of())).status())
                .isEqualTo(Status.PASSED);
        assertThat(judge(gate(null, List.of(test("true", null), test("exit 2", null)), List.of()))
                        .status())
                .isEqualTo(Status.FAILED);
        assertThat(judge(gate(null, List.of(test(write("a.xml", RED), "reports/*.xml")), List.of()))
                        .status())
                .isEqualTo(Status.FAILED);
    }

    @Test
    void a_gate_that_asks_nothing_passes_nothing() throws Exception {
        assertThat(judge(gate(null, List.of(), List.of())).status()).isEqualTo(Status.INCONCLUSIVE);
    }

    @Test
    void a_report_that_is_missing_is_inconclusive() throws Exception {
        Verdict verdict = judge(gate(null, List.of(test("true", "reports/*.xml")), List.of(), NO_FAILURES));

        assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(verdict.notes()).contains("No report matches ‘reports/*.xml’ after the tests ran.");
    }

    @Test
    void a_report_of_an_earlier_run_does_not_count() throws Exception {
        Files.createDirectories(project.resolve("reports"));
        Files.writeString(project.resolve("reports/a.xml"), GREEN);

        Verdict verdict = judge(gate(null, List.of(test("true", "reports/*.xml")), List.of(), NO_FAILURES));

        assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(verdict.notes())
                .contains("Every report that matches ‘reports/*.xml’ is older than this run and does not count.");
    }

    @Test
    void a_broken_report_beside_good_ones_is_inconclusive_with_its_place() throws Exception {
        Verdict verdict = judge(gate(
                null,
                List.of(test(write("a.xml", GREEN) + write("b.xml", "<testsuite>"), "reports/*.xml")),
                List.of(),
                NO_FAILURES));

        assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(verdict.notes().get(0)).startsWith("reports/b.xml:2:1 is not well-formed XML: ");
    }

    @Test
    void a_report_without_tests_is_inconclusive() throws Exception {
        assertThat(judge(gate(
                                null,
                                List.of(test(write("a.xml", "<testsuites/>"), "reports/*.xml")),
                                List.of(),
                                NO_FAILURES))
                        .status())
                .isEqualTo(Status.INCONCLUSIVE);
    }

    @Test
    void tests_that_hang_are_ended_and_fail() throws Exception {
        GateConfig.Test hangs = new GateConfig.Test("sleep 600 & wait", "reports/*.xml", Duration.ofMillis(300));

        Verdict verdict = judge(gate(null, List.of(hangs), List.of(), NO_FAILURES));

        assertThat(verdict.status()).isEqualTo(Status.FAILED);
        assertThat(verdict.notes().toString()).contains("failed: the command took longer than");
    }

    @Test
    void a_cleanup_that_fails_is_inconclusive_and_no_test_runs() throws Exception {
        Verdict verdict = judge(gate("exit 9", List.of(test("touch ran", null)), List.of()));

        assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(verdict.notes()).containsExactly("The cleanup ‘exit 9’ exited with code 9, so no test was run.");
        assertThat(project.resolve("ran")).doesNotExist();
    }

    @Test
    void a_cancelled_gate_is_inconclusive() throws Exception {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();

        assertThat(judge(gate(null, List.of(test("sleep 600", null)), List.of()), cancellation)
                        .status())
                .isEqualTo(Status.INCONCLUSIVE);
    }

    @Test
    void coverage_is_read_from_reports_and_inventories_that_the_tests_write() throws Exception {
        String tests = write("go.out", "mode: set\nshop/cart.go:3.20,5.2 2 1\nshop/cart.go:7.20,9.2 2 0")
                + write("events.json", "{\"event\": {\"covered\": [\"paid\"], \"missed\": [\"lost\"]}}");
        List<Coverage> coverage =
                List.of(new Coverage("reports/go.out", null), new Coverage(null, "reports/events.json"));

        Verdict verdict = judge(gate(
                null,
                List.of(test(tests, null)),
                coverage,
                new Rule("coverage.line", 40.0, null, Criticality.FAILURE),
                new Rule("coverage.event", 100.0, null, Criticality.UNSTABLE)));

        assertThat(verdict.status()).isEqualTo(Status.UNSTABLE);
        assertThat(verdict.notes()).containsExactly("coverage.event 50 is below 100.");

        Verdict again = judge(gate(
                null, List.of(test("true", null)), coverage, new Rule("coverage.event", 1.0, null, Criticality.NOTE)));
        assertThat(again.status())
                .as("what an earlier run wrote does not count")
                .isEqualTo(Status.INCONCLUSIVE);
        assertThat(again.notes())
                .contains(
                        "reports/events.json is older than this run and does not count; let a test command write it.");
    }

    @Test
    void a_coverage_report_that_is_missing_is_inconclusive_even_where_no_rule_asks() throws Exception {
        Verdict verdict = judge(gate(null, List.of(test("true", null)), List.of(new Coverage("jacoco.xml", null))));

        assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(verdict.notes()).containsExactly("jacoco.xml is missing.");
    }

    @Test
    void a_deployment_in_between_makes_the_verdict_inconclusive() throws Exception {
        live = () -> Files.exists(project.resolve("deployed")) ? OptionalInt.of(5) : OptionalInt.of(4);

        Verdict verdict = judge(gate(null, List.of(test("touch deployed", null)), List.of()));

        assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(verdict.notes())
                .containsExactly(
                        "Deployment 4 was not live in ‘staging’ for the whole time: another deployment began; judge again.");
    }

    @Test
    void a_release_that_is_not_live_is_not_judged() {
        live = OptionalInt::empty;

        assertThatThrownBy(() -> judge(gate("touch ran", List.of(test("touch ran", null)), List.of())))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Release 7 (deployment 4) is not what is live in ‘staging’: nothing is, or a deployment is"
                        + " running; look at ‘slipway status’, then judge again");
        assertThat(project.resolve("ran")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tests.fail", "coverage.lines", "load.p99", ""})
    void a_rule_about_a_number_that_cannot_be_is_bad_input_before_anything_runs(String metric) {
        GateConfig gate = gate(
                "touch ran",
                List.of(test("touch ran", null)),
                List.of(),
                NO_FAILURES,
                new Rule(metric, 1.0, null, Criticality.NOTE));

        assertThatThrownBy(() -> judge(gate))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(
                        "gates.staging.rules[1].metric: ‘" + metric + "’ is not a number that this gate can have; ");
        assertThat(project.resolve("ran")).doesNotExist();
    }

    @Test
    void the_likely_name_of_a_number_is_told() {
        GateConfig gate = gate(null, List.of(), List.of(), new Rule("tests.fail", 1.0, null, Criticality.NOTE));

        assertThatThrownBy(() -> judge(gate)).hasMessageContaining("did you mean ‘tests.failed’?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../other/*.xml", "/etc/*.xml", "a/../../b.xml", "~/x.xml", " "})
    void reports_are_read_from_the_project_only(String glob) {
        assertThatThrownBy(() -> judge(gate(null, List.of(test("touch ran", glob)), List.of())))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is not a path inside of the project");
        assertThat(project.resolve("ran")).doesNotExist();
    }

    @Test
    void a_link_out_of_the_project_is_not_followed() throws Exception {
        Path outside = Files.writeString(home.resolve("outside.xml"), GREEN);

        Verdict verdict = judge(gate(
                null,
                List.of(test("mkdir reports; ln -s " + outside + " reports/a.xml", "reports/*.xml")),
                List.of(),
                NO_FAILURES));

        assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
    }

    @Test
    void a_glob_reaches_the_folder_itself_and_those_below() throws IOException {
        Files.createDirectories(project.resolve("a/target/deep"));
        Files.writeString(project.resolve("a/target/TEST-1.xml"), GREEN);
        Files.writeString(project.resolve("a/target/deep/TEST-2.xml"), GREEN);
        Files.writeString(project.resolve("TEST-3.xml"), GREEN);
        ReportFiles files = new ReportFiles(project);

        assertThat(files.matching("**/TEST-*.xml").keySet())
                .containsExactly("TEST-3.xml", "a/target/TEST-1.xml", "a/target/deep/TEST-2.xml");
        assertThat(files.matching("a/target/TEST-*.xml").keySet()).containsExactly("a/target/TEST-1.xml");
        assertThat(files.matching("./TEST-3.xml").keySet()).containsExactly("TEST-3.xml");
        assertThat(files.matching("nowhere/*.xml")).isEmpty();
    }
}
