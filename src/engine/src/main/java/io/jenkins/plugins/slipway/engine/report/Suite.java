package io.jenkins.plugins.slipway.engine.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A suite while it is read. Its test cases decide; what it declares in its attributes counts where it has no test cases, because
 * some tools write only the attributes. Failures that are declared beyond the test cases are named: some tools count there what
 * a test prints to standard error, or runs that were repeated.
 */
final class Suite {
    private static final long MOST = Integer.MAX_VALUE;

    private final String name;
    private final long tests;
    private final long declaredFailures;
    private final long declaredErrors;
    private final long declaredSkipped;
    private final @Nullable String time;
    private final List<String> bad = new ArrayList<>();
    private final List<String> surplus = new ArrayList<>();
    private long total;
    private long failures;
    private long errors;
    private long skipped;

    private Suite(String name, long tests, long failures, long errors, long skipped, @Nullable String time) {
        this.name = name;
        this.tests = tests;
        this.declaredFailures = failures;
        this.declaredErrors = errors;
        this.declaredSkipped = skipped;
        this.time = time;
    }

    /** The suite that begins in the report. */
    static Suite begins(XmlReport xml) throws UnreadableReportException {
        String name = xml.attribute("name");
        return new Suite(
                name == null ? "" : name,
                declared(xml, "tests"),
                declared(xml, "failures"),
                declared(xml, "errors"),
                declared(xml, "skipped") + declared(xml, "disabled") + declared(xml, "ignored") + declared(xml, "skip"),
                xml.attribute("time"));
    }

    static Suite ofWholeReport() {
        return new Suite("", 0, 0, 0, 0, null);
    }

    private static long declared(XmlReport xml, String attribute) throws UnreadableReportException {
        String value = xml.attribute(attribute);
        if (value == null || value.isBlank()) {
            return 0;
        }
        String stripped = value.strip();
        if (!stripped.matches("\\d{1,10}(?:\\.0+)?") || Counts.parse(stripped) > MOST) {
            throw xml.fault("has " + attribute + "=\"" + value + "\", which is not a count");
        }
        return Counts.parse(stripped);
    }

    void add(TestCase test) {
        total++;
        failures += test.failed() ? 1 : 0;
        errors += test.broken() ? 1 : 0;
        skipped += test.skipped() ? 1 : 0;
        if (test.failed() || test.broken()) {
            name(test.name());
        }
    }

    /** Something of the suite itself broke, such as its set-up. */
    void addFailureOfItsOwn(boolean error) {
        total++;
        failures += error ? 0 : 1;
        errors += error ? 1 : 0;
        name(name.isEmpty() ? "?" : name);
    }

    private void name(String test) {
        if (bad.size() < TestCounts.NAMES) {
            bad.add(test.length() > 200 ? test.substring(0, 200) + "…" : test);
        }
    }

    @Nullable
    String time() {
        return time;
    }

    void add(TestCounts nested) {
        total += nested.total();
        failures += nested.failures();
        errors += nested.errors();
        skipped += nested.skipped();
        nested.bad().stream().limit(TestCounts.NAMES - (long) bad.size()).forEach(bad::add);
        surplus.addAll(nested.remarks());
    }

    TestCounts counts() {
        if (total == 0) {
            long all = Math.max(tests, declaredFailures + declaredErrors);
            return new TestCounts(
                    all, declaredFailures, declaredErrors, Math.min(declaredSkipped, all), 0, bad, surplus);
        }
        // A tool that counts an error among the failures has not found two: only the surplus of both together is one.
        long beyond = declaredFailures + declaredErrors - failures - errors;
        if (beyond > 0 && surplus.isEmpty()) {
            surplus.add((name.isEmpty() ? "the report" : "‘" + name + "’") + " declares "
                    + counted(declaredFailures, "failure") + " and " + counted(declaredErrors, "error")
                    + ", but its test cases show " + failures + " and " + errors + "; the test cases count");
        }
        return new TestCounts(total, failures, errors, skipped, 0, bad, surplus);
    }

    private static String counted(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
