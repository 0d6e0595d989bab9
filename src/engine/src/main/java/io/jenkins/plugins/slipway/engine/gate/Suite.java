package io.jenkins.plugins.slipway.engine.gate;

import java.util.ArrayList;
import java.util.List;

/**
 * A suite while it is read. What it declares in its attributes counts where it is more than what its test cases show: some tools
 * write only the attributes, and some count failures there that belong to no test case, such as one of a whole class's set-up.
 */
final class Suite {
    private final long declaredTests;
    private final long declaredFailures;
    private final long declaredErrors;
    private final long declaredSkipped;
    private final List<String> bad = new ArrayList<>();
    private long total;
    private long failures;
    private long errors;
    private long skipped;
    private double seconds;

    private Suite(long tests, long failures, long errors, long skipped) {
        this.declaredTests = tests;
        this.declaredFailures = failures;
        this.declaredErrors = errors;
        this.declaredSkipped = skipped;
    }

    static Suite declared(long tests, long failures, long errors, long skipped) {
        return new Suite(tests, failures, errors, skipped);
    }

    static Suite undeclared() {
        return new Suite(0, 0, 0, 0);
    }

    void add(String test, double time, boolean hasFailed, boolean hasError, boolean wasSkipped) {
        total++;
        seconds += time;
        if (hasFailed) {
            failures++;
        } else if (hasError) {
            errors++;
        } else if (wasSkipped) {
            skipped++;
        }
        if ((hasFailed || hasError) && bad.size() < TestCounts.NAMES) {
            bad.add(test.length() > 200 ? test.substring(0, 200) + "…" : test);
        }
    }

    void add(TestCounts nested) {
        total += nested.total();
        failures += nested.failures();
        errors += nested.errors();
        skipped += nested.skipped();
        seconds += nested.seconds();
        nested.bad().stream().limit(TestCounts.NAMES - (long) bad.size()).forEach(bad::add);
    }

    TestCounts counts() {
        // A tool that counts an error among the failures has not found two: only the surplus of both together is new.
        long hidden = Math.max(0, declaredFailures + declaredErrors - failures - errors);
        long hiddenErrors = Math.min(hidden, Math.max(0, declaredErrors - errors));
        long all = total == 0 ? Math.max(declaredTests, declaredFailures + declaredErrors) : total + hidden;
        return new TestCounts(
                all,
                failures + hidden - hiddenErrors,
                errors + hiddenErrors,
                total == 0 ? Math.min(declaredSkipped, all) : skipped,
                seconds,
                bad);
    }
}
