package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.GateConfig;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Test;
import io.jenkins.plugins.slipway.engine.gate.Verdict.Status;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.Completion;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import io.jenkins.plugins.slipway.engine.report.Quantity;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Judges the release that is live in an environment: resets the environment's data, runs the tests against its address, reads
 * the reports, and compares the numbers with the rules. What is missing or unreadable never passes.
 */
public final class GateKeeper {
    private final ProcessRunner runner;
    private final VerdictRecords records;
    private final Clock clock;

    public GateKeeper(ProcessRunner runner, VerdictRecords records, Clock clock) {
        this.runner = runner;
        this.records = records;
        this.clock = clock;
    }

    /**
     * Judges, and writes the verdict down.
     *
     * @param output receives what the scripts print, and a line before and after each
     * @return the verdict; also where the tests failed, hung, or were cancelled
     * @throws RefusedException if the deployment is not live, or the gate would clean up production; nothing has run then
     * @throws BadInputException if the gate names what cannot be; nothing has run then
     * @throws IOException if the output cannot be written, or the project's directory cannot be read
     */
    public Verdict judge(GateRequest request, OutputSink output, Cancellation cancellation)
            throws IOException, InterruptedException {
        return judge(request, output, cancellation, report -> {});
    }

    /**
     * The same.
     *
     * @param reports told of each file with test results that counted, relative to the project
     */
    public Verdict judge(GateRequest request, OutputSink output, Cancellation cancellation, Consumer<String> reports)
            throws IOException, InterruptedException {
        GateChecks.check(request.environment(), request.gate());
        requireLive(request);
        VerdictNotes notes = new VerdictNotes();
        Evidence evidence = gather(request, output, cancellation, notes, reports);
        RuleEvaluation.Outcome outcome = RuleEvaluation.evaluate(request.gate().rules(), evidence);
        outcome.sentences().forEach(sentence -> notes.tell(sentence + "."));
        Status status = RuleEvaluation.worse(outcome.status(), notes.status());
        if (!isLive(request)) {
            // Whatever was measured may be of another release.
            notes.tell("Deployment " + request.deployment() + " was not live in ‘"
                    + request.environment().name() + "’ for the whole time: another deployment began; judge again.");
            status = Status.INCONCLUSIVE;
        }
        Verdict verdict = new Verdict(
                request.project(),
                request.environment().name(),
                request.release(),
                request.digests(),
                status,
                outcome.results(),
                notes.sentences().stream().map(request.secrets()::mask).toList(),
                clock.instant(),
                request.by());
        records.add(verdict);
        return verdict;
    }

    private Evidence gather(
            GateRequest request,
            OutputSink output,
            Cancellation cancellation,
            VerdictNotes notes,
            Consumer<String> reports)
            throws IOException, InterruptedException {
        GateConfig gate = request.gate();
        if (gate.tests().isEmpty() && gate.rules().isEmpty()) {
            notes.tell("The gate has neither tests nor rules, so nothing was judged.", Status.INCONCLUSIVE);
        }
        ReportFiles files = new ReportFiles(request.directory());
        CoverageEvidence coverage =
                new CoverageEvidence(files, notes, !gate.tests().isEmpty());
        GateScripts scripts = new GateScripts(runner, request, output, cancellation);
        coverage.lookBefore(gate.coverage());
        if (!cleanUp(gate, scripts, notes)) {
            return new Evidence(Map.of(), false, false);
        }
        boolean judgedByRules = gate.rules().stream().anyMatch(rule -> Metrics.ofTests(rule.metric()));
        TestRuns tests = new TestRuns(scripts, files, notes, judgedByRules, reports);
        for (Test test : gate.tests()) {
            if (!tests.run(test)) {
                return new Evidence(tests.numbers(), false, false);
            }
        }
        Map<String, Quantity> numbers = new TreeMap<>(coverage.read(gate.coverage()));
        if (!gate.tests().isEmpty()) {
            numbers.putAll(tests.numbers());
        }
        return new Evidence(numbers, tests.complete(), coverage.complete());
    }

    private static boolean cleanUp(GateConfig gate, GateScripts scripts, VerdictNotes notes)
            throws IOException, InterruptedException {
        String cleanup = gate.cleanup();
        if (cleanup == null) {
            return true;
        }
        Completion completion = scripts.run("cleanup", cleanup, Command.DEFAULT_TIMEOUT);
        if (!completion.succeeded()) {
            notes.tell(
                    "The cleanup ‘" + scripts.label(cleanup) + "’ " + completion.describe() + ", so no test was run.",
                    Status.INCONCLUSIVE);
        }
        return completion.succeeded();
    }

    private static boolean isLive(GateRequest request) {
        OptionalInt live = request.live().get();
        return live.isPresent() && live.getAsInt() == request.deployment();
    }

    private static void requireLive(GateRequest request) {
        if (!isLive(request)) {
            OptionalInt live = request.live().get();
            throw new RefusedException("Release " + request.release() + " (deployment " + request.deployment()
                    + ") is not what is live in ‘" + request.environment().name() + "’: "
                    + (live.isPresent()
                            ? "deployment " + live.getAsInt() + " is"
                            : "nothing is, or a deployment is running")
                    + "; look at ‘slipway status’, then judge again");
        }
    }
}
