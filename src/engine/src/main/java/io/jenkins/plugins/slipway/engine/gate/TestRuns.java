package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.config.GateConfig.Test;
import io.jenkins.plugins.slipway.engine.gate.ReportFiles.Stamp;
import io.jenkins.plugins.slipway.engine.gate.Verdict.Status;
import io.jenkins.plugins.slipway.engine.process.Completion;
import io.jenkins.plugins.slipway.engine.report.JunitReader;
import io.jenkins.plugins.slipway.engine.report.Quantity;
import io.jenkins.plugins.slipway.engine.report.TestCounts;
import io.jenkins.plugins.slipway.engine.report.UnreadableReportException;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the test commands one after another and adds up what their reports say. */
final class TestRuns {
    /** More files than this are a glob that was not meant. */
    private static final int MOST_REPORTS = 10_000;

    private static final double NANOS = 1e9;

    private final GateScripts scripts;
    private final ReportFiles files;
    private final VerdictNotes notes;
    private final boolean judgedByRules;
    private final Consumer<String> reports;
    private TestCounts counts = TestCounts.NONE;
    private boolean complete = true;

    /**
     * @param judgedByRules whether a rule looks at the numbers; otherwise the exit codes of the commands decide
     * @param reports told of each report that counted
     */
    TestRuns(
            GateScripts scripts,
            ReportFiles files,
            VerdictNotes notes,
            boolean judgedByRules,
            Consumer<String> reports) {
        this.scripts = scripts;
        this.files = files;
        this.notes = notes;
        this.judgedByRules = judgedByRules;
        this.reports = reports;
    }

    /** Returns false if the run was cancelled. */
    boolean run(Test test) throws IOException, InterruptedException {
        String glob = test.junit();
        String label = scripts.label(test.run());
        Map<String, Stamp> before = glob == null ? Map.of() : files.matching(glob);
        long start = System.nanoTime();
        Completion completion = scripts.run("tests", test.run(), test.timeout());
        double seconds = (System.nanoTime() - start) / NANOS;
        if (completion instanceof Completion.Cancelled) {
            complete = false;
            notes.tell("The tests ‘" + label + "’ were cancelled.", Status.INCONCLUSIVE);
            return false;
        }
        TestCounts found = glob == null ? TestCounts.command(completion.succeeded(), seconds) : report(glob, before);
        boolean unexplained = completion instanceof Completion.TimedOut || !completion.succeeded() && found.allPassed();
        if (unexplained && glob != null) {
            found = found.plus(TestCounts.command(false, 0));
        }
        if (!completion.succeeded()) {
            notes.tell(
                    "The tests ‘" + label + "’ failed: the command " + completion.describe() + ".",
                    judgedByRules ? Status.PASSED : Status.FAILED);
        } else if (!judgedByRules && !found.allPassed()) {
            notes.tell(
                    "The tests ‘" + label + "’ report failures though the command exited with code 0.", Status.FAILED);
        }
        if (!found.bad().isEmpty()) {
            notes.tell("Not passed: " + String.join(", ", found.bad()));
        }
        counts = counts.plus(found);
        return true;
    }

    private TestCounts report(String glob, Map<String, Stamp> before) throws IOException {
        Map<String, Stamp> after = files.matching(glob);
        if (after.size() > MOST_REPORTS) {
            incomplete("‘" + glob + "’ matches " + after.size() + " files, more than " + MOST_REPORTS
                    + "; use a narrower pattern.");
            return TestCounts.NONE;
        }
        TestCounts sum = TestCounts.NONE;
        int stale = 0;
        for (Map.Entry<String, Stamp> report : after.entrySet()) {
            if (report.getValue().equals(before.get(report.getKey()))) {
                stale++;
                continue;
            }
            try {
                TestCounts found = JunitReader.read(files.file(report.getKey()), report.getKey());
                found.remarks().forEach(clause -> notes.tell(report.getKey() + ": " + clause + "."));
                sum = sum.plus(found);
                reports.accept(report.getKey());
            } catch (UnreadableReportException e) {
                incomplete(String.valueOf(e.getMessage()) + ".");
            }
        }
        if (stale == after.size()) {
            incomplete(
                    stale == 0
                            ? "No report matches ‘" + glob + "’ after the tests ran."
                            : "Every report that matches ‘" + glob + "’ is older than this run and does not count.");
        } else if (sum.total() == 0 && complete) {
            incomplete("The reports of ‘" + glob + "’ contain no tests.");
        }
        return sum;
    }

    private void incomplete(String sentence) {
        complete = false;
        notes.tell(sentence, Status.INCONCLUSIVE);
    }

    Map<String, Quantity> numbers() {
        return counts.numbers();
    }

    boolean complete() {
        return complete;
    }
}
