package io.jenkins.plugins.slipway.engine.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads JUnit XML as many tools write it: one suite or several, nested or not, with or without single test cases. The file may
 * be anybody's: no document type, no entity, no address in it is ever followed, and its size and depth are bounded.
 */
final class JunitReader {
    /** The largest reports in the wild are some tens of megabytes, mostly captured output. */
    static final long LARGEST = 256L << 20;

    private static final int DEEPEST = 100;
    private static final Set<String> ROOTS = Set.of("testsuites", "testsuite", "testrun", "testcase");

    private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();

    JunitReader() {
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("Nothing outside of the report is read");
        });
    }

    /**
     * @param name how messages call the file
     */
    TestCounts read(Path file, String name) throws UnreadableReportException, IOException {
        if (Files.size(file) > LARGEST) {
            throw new UnreadableReportException(name + " is larger than " + (LARGEST >> 20) + " MB");
        }
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            try {
                return new Walk(xml, name).counts();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new UnreadableReportException(name + ":" + e.getLocation().getLineNumber() + ":"
                    + e.getLocation().getColumnNumber() + " is not well-formed XML: " + firstLine(e));
        }
    }

    private static String firstLine(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int said = message.indexOf("Message: ");
        return (said < 0 ? message : message.substring(said + "Message: ".length()))
                .lines()
                .findFirst()
                .orElse("");
    }

    /** One pass over one report. */
    private static final class Walk {
        private final XMLStreamReader xml;
        private final String name;
        private final Deque<Suite> suites = new ArrayDeque<>();
        private int depth;

        Walk(XMLStreamReader xml, String name) {
            this.xml = xml;
            this.name = name;
        }

        TestCounts counts() throws XMLStreamException, UnreadableReportException {
            suites.push(Suite.undeclared());
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw unreadable(
                                "has a document type or an entity, which is not read; write the report without");
                    case XMLStreamConstants.START_ELEMENT -> start();
                    case XMLStreamConstants.END_ELEMENT -> end();
                    default -> {}
                }
            }
            return suites.pop().counts();
        }

        private void start() throws XMLStreamException, UnreadableReportException {
            depth++;
            if (depth > DEEPEST) {
                throw unreadable("is nested deeper than " + DEEPEST);
            }
            String element = xml.getLocalName();
            if (depth == 1 && !ROOTS.contains(element)) {
                throw unreadable("is not a JUnit report: it begins with <" + element + ">");
            }
            switch (element) {
                case "testsuite", "testsuites", "testrun" ->
                    suites.push(Suite.declared(
                            declared("tests"), declared("failures"), declared("errors"), declared("skipped")));
                case "testcase" -> testCase();
                default -> {}
            }
        }

        private void end() {
            depth--;
            switch (xml.getLocalName()) {
                case "testsuite", "testsuites", "testrun" -> {
                    TestCounts counts = suites.pop().counts();
                    suites.element().add(counts);
                }
                default -> {}
            }
        }

        /** Reads up to the end of the test case: what is inside of it is about it. */
        private void testCase() throws XMLStreamException, UnreadableReportException {
            String test = test();
            double seconds = seconds();
            boolean skipped = notRun();
            boolean failed = false;
            boolean error = false;
            int inside = 1;
            while (inside > 0) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        inside++;
                        if (inside + depth > DEEPEST) {
                            throw unreadable("is nested deeper than " + DEEPEST);
                        }
                        if (inside == 2) {
                            String what = xml.getLocalName();
                            failed |= what.equals("failure");
                            error |= what.equals("error");
                            skipped |= what.equals("skipped") || what.equals("disabled");
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> inside--;
                    case XMLStreamConstants.ENTITY_REFERENCE -> throw unreadable("has an entity, which is not read");
                    default -> {}
                }
            }
            depth--;
            suites.element().add(test, seconds, failed, error, skipped);
        }

        private String test() {
            String type = xml.getAttributeValue(null, "classname");
            String method = xml.getAttributeValue(null, "name");
            return (type == null || type.isEmpty() ? "" : type + ".") + (method == null ? "?" : method);
        }

        private boolean notRun() {
            String status = xml.getAttributeValue(null, "status");
            return status != null && Set.of("notrun", "skipped", "disabled").contains(status.toLowerCase(Locale.ROOT));
        }

        private double seconds() {
            String time = xml.getAttributeValue(null, "time");
            try {
                // Some tools write 1,234.5 for long times.
                double seconds = time == null ? 0 : Double.parseDouble(time.replace(",", ""));
                return Double.isFinite(seconds) && seconds > 0 ? seconds : 0;
            } catch (NumberFormatException e) {
                return 0;
            }
        }

        private long declared(String attribute) throws UnreadableReportException {
            String value = xml.getAttributeValue(null, attribute);
            if (value == null || value.isBlank()) {
                return 0;
            }
            try {
                int number = Integer.parseInt(value.strip());
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw unreadable("has " + attribute + "=\"" + value + "\", which is not a count");
        }

        private UnreadableReportException unreadable(String what) {
            return new UnreadableReportException(name + ":" + xml.getLocation().getLineNumber() + ":"
                    + xml.getLocation().getColumnNumber() + " " + what);
        }
    }
}
