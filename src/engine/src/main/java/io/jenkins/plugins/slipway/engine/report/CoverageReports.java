package io.jenkins.plugins.slipway.engine.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The coverage reports of one gate, of whatever tool. Reports about the same code are merged, not added. */
public final class CoverageReports {
    private static final String KNOWN =
            " is not one of JaCoCo, Cobertura, Clover, OpenCover and PIT XML, LCOV, and Go’s coverage profile";
    private static final Pattern LCOV = Pattern.compile("(?:TN|SF|VER):.*");
    private static final int HEAD = 64 * 1024;
    private static final char MARK = '\uFEFF';

    private final Path project;
    private final CoveredCode code = new CoveredCode();

    /** Reports about mutants name the lines that have some, not all. They count where no other report tells of lines. */
    private final CoveredCode mutants = new CoveredCode();

    /** @param project the folder in which sources and reports are */
    public CoverageReports(Path project) {
        this.project = project.toAbsolutePath().normalize();
    }

    /**
     * Adds a report; nothing if it is unreadable.
     *
     * @param name how messages call the file
     * @return what is odd about it, in clauses
     */
    public List<String> add(Path file, String name) throws UnreadableReportException, IOException {
        CoveredCode found = new CoveredCode();
        List<String> remarks = new ArrayList<>();
        boolean ofMutants = begin(file, name) == '<' ? xml(file, name, found, remarks) : lines(file, name, found);
        if (found.empty()) {
            throw new UnreadableReportException(name + " contains no code");
        }
        (ofMutants ? mutants : code).addAll(found);
        return remarks;
    }

    /** The first character that is no space. */
    private static int begin(Path file, String name) throws UnreadableReportException, IOException {
        try (ReportText text = ReportText.byLine(file, name);
                BufferedReader reader = new BufferedReader(text)) {
            for (int i = 0; i < HEAD; i++) {
                int c = reader.read();
                if (c < 0 || !Character.isWhitespace(c) && c != MARK) {
                    return c;
                }
            }
            return -1;
        }
    }

    private boolean xml(Path file, String name, CoveredCode found, List<String> remarks)
            throws UnreadableReportException, IOException {
        try (XmlReport xml = XmlReport.open(file, name)) {
            xml.next();
            SourcePaths paths = new SourcePaths(project, file);
            switch (xml.element()) {
                case "report" -> Jacoco.read(xml, found);
                case "mutations" -> {
                    Pit.read(xml, found);
                    remarks.addAll(xml.remarks());
                    return true;
                }
                case "CoverageSession" -> OpenCover.read(xml, paths, found);
                case "coverage" -> {
                    if (xml.attribute("generated") != null || xml.attribute("clover") != null) {
                        Clover.read(xml, paths, found);
                    } else {
                        Cobertura.read(xml, paths, found);
                    }
                }
                default ->
                    throw new UnreadableReportException(name + KNOWN + ": it begins with <" + xml.element() + ">");
            }
            remarks.addAll(xml.remarks());
            return false;
        }
    }

    private boolean lines(Path file, String name, CoveredCode found) throws UnreadableReportException, IOException {
        try (ReportText text = ReportText.byLine(file, name);
                BufferedReader reader = new BufferedReader(text)) {
            try {
                reader.mark(HEAD);
                String first = firstLine(reader);
                reader.reset();
                if (first.startsWith("mode:")) {
                    GoProfile.read(reader, name, found);
                } else if (LCOV.matcher(first).matches()) {
                    Lcov.read(reader, name, new SourcePaths(project, file), found);
                } else {
                    throw new UnreadableReportException(name + KNOWN);
                }
            } catch (IOException e) {
                if (text.fault() != null) {
                    throw new UnreadableReportException(name + ":" + text.fault());
                }
                throw e;
            }
        }
        return false;
    }

    /** The first line that is no comment and not empty; empty if there is none near the beginning. */
    private static String firstLine(BufferedReader reader) throws IOException {
        char[] head = new char[HEAD - 1];
        int length = 0;
        for (int more = 0; more >= 0 && length < head.length; length += Math.max(0, more)) {
            more = reader.read(head, length, head.length - length);
        }
        return new String(head, 0, length)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .orElse("");
    }

    /** Percentages by metric; only those that have a whole. */
    public Map<String, Quantity> numbers() {
        Map<CoverageMetric, Fraction> shares = mutants.shares();
        shares.putAll(code.shares());
        Map<String, Quantity> numbers = new TreeMap<>();
        shares.forEach((metric, share) -> {
            if (share.total() > 0) {
                numbers.put(metric.metric(), Quantity.percent(share));
            }
        });
        return numbers;
    }
}
