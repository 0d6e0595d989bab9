package io.jenkins.plugins.slipway.engine.report;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A test case while it is read. Runs that a later one made good ({@code flakyFailure}, {@code rerunError}) count for nothing. */
final class TestCase {
    private static final Set<String> NOT_RUN =
            Set.of("notrun", "not run", "skipped", "skip", "disabled", "ignored", "pending", "suppressed", "todo");
    private static final Set<String> FAILED = Set.of("fail", "failed", "failure");
    private static final Set<String> BROKEN = Set.of("error", "errored", "broken");

    private final String name;
    private boolean failed;
    private boolean broken;
    private boolean skipped;

    private TestCase(String name) {
        this.name = name;
    }

    /** The test case that begins in the report. */
    static TestCase begins(XmlReport xml) {
        String type = xml.attribute("classname");
        String method = xml.attribute("name");
        TestCase test =
                new TestCase((type == null || type.isEmpty() ? "" : type + ".") + (method == null ? "?" : method));
        test.outcome(xml.attribute("status"));
        test.outcome(xml.attribute("result"));
        return test;
    }

    private void outcome(@Nullable String word) {
        String outcome = word == null ? "" : word.toLowerCase(Locale.ROOT);
        failed |= FAILED.contains(outcome);
        broken |= BROKEN.contains(outcome);
        skipped |= NOT_RUN.contains(outcome);
    }

    /** An element that stands directly in the test case. */
    void has(String element) {
        failed |= element.equals("failure");
        broken |= element.equals("error");
        skipped |= element.equals("skipped") || element.equals("disabled") || element.equals("ignored");
    }

    String name() {
        return name;
    }

    boolean failed() {
        return failed;
    }

    boolean broken() {
        return broken && !failed;
    }

    boolean skipped() {
        return skipped && !failed && !broken;
    }
}
