package io.jenkins.plugins.slipway.engine.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Reads JUnit XML as many tools write it: one suite or several, nested or not, with or without single test cases. */
public final class JunitReader {
    private static final Set<String> SUITES = Set.of("testsuites", "testsuite", "testrun");

    private final XmlReport xml;
    private final Deque<Suite> suites = new ArrayDeque<>();
    private final Deque<TestCase> tests = new ArrayDeque<>();

    /** Of each open element, whether it is a suite or a test case, in which failures are looked for. */
    private final Deque<Boolean> speaks = new ArrayDeque<>();

    private final ReportedTimes ofTests = new ReportedTimes();
    private final ReportedTimes ofSuites = new ReportedTimes();
    private final ReportedTimes ofRoot = new ReportedTimes();
    private boolean timed;

    private JunitReader(XmlReport xml) {
        this.xml = xml;
    }

    /**
     * Counts the tests of a report.
     *
     * @param name how messages call the file
     * @throws UnreadableReportException if it is not a JUnit report that can be read
     */
    public static TestCounts read(Path file, String name) throws UnreadableReportException, IOException {
        try (XmlReport xml = XmlReport.open(file, name)) {
            return new JunitReader(xml).counts();
        }
    }

    private TestCounts counts() throws UnreadableReportException {
        suites.push(Suite.ofWholeReport());
        while (xml.next()) {
            if (xml.starts()) {
                start();
            } else {
                end();
            }
        }
        double whole = ofRoot.seconds() > 0 ? ofRoot.seconds() : ofSuites.seconds();
        return suites.pop().counts().taking(timed ? ofTests.seconds() : whole).remarking(xml.remarks());
    }

    private void start() throws UnreadableReportException {
        String element = xml.element();
        boolean suite = SUITES.contains(element);
        boolean test = element.equals("testcase");
        if (speaks.isEmpty() && !suite && !test) {
            throw xml.fault("is not a JUnit report: it begins with <" + element + ">");
        }
        if (suite) {
            suites.push(Suite.begins(xml));
        } else if (test) {
            tests.push(TestCase.begins(xml));
            timed |= xml.attribute("time") != null;
            ofTests.add(xml.attribute("time"));
        } else if (Boolean.TRUE.equals(speaks.peek())) {
            outcome(element);
        }
        speaks.push(suite || test);
    }

    private void outcome(String element) {
        TestCase test = tests.peek();
        if (test != null) {
            test.has(element);
        } else if (element.equals("failure") || element.equals("error")) {
            suites.element().addFailureOfItsOwn(element.equals("error"));
        }
    }

    private void end() {
        speaks.pop();
        String element = xml.element();
        if (element.equals("testcase")) {
            suites.element().add(tests.pop());
        } else if (SUITES.contains(element)) {
            Suite suite = suites.pop();
            suites.element().add(suite.counts());
            if (xml.depth() == 1) {
                ofRoot.add(suite.time());
            } else if (xml.depth() == 2) {
                ofSuites.add(suite.time());
            }
        }
    }
}
