package io.jenkins.plugins.slipway.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cobertura's XML, by its coverage-04.dtd, as many tools write it. Lines belong to their file: classes that share one count it
 * once. VectorCAST adds pairs of conditions and calls of functions to the lines.
 */
final class Cobertura {
    private static final Pattern FRACTION = Pattern.compile("\\(\\s*(\\d{1,9})\\s*/\\s*(\\d{1,9})\\s*\\)");
    private static final Pattern PERCENT = Pattern.compile("\\s*(\\d{1,3}(?:\\.\\d{1,9})?)\\s*%.*");

    private final XmlReport xml;
    private final SourcePaths paths;
    private final CoveredCode code;
    private final List<String> roots = new ArrayList<>();
    private String folder = "";
    private String type = "";
    private @Nullable CodeFile file;
    private @Nullable String method;

    /** Lines that the methods of a class have. Some tools add there the line of the declaration, which runs nothing. */
    private CodeFile ofMethods = new CodeFile("", "");

    private boolean ownLines;
    private boolean ran;
    private int line;
    private boolean summed;
    private Fraction conditions = Fraction.NONE;

    private Cobertura(XmlReport xml, SourcePaths paths, CoveredCode code) {
        this.xml = xml;
        this.paths = paths;
        this.code = code;
    }

    static void read(XmlReport xml, SourcePaths paths, CoveredCode code) throws UnreadableReportException {
        new Cobertura(xml, paths, code).read();
    }

    private void read() throws UnreadableReportException {
        Fraction lines = total("lines-covered", "lines-valid");
        Fraction branches = total("branches-covered", "branches-valid");
        do {
            if (xml.starts()) {
                start();
            } else {
                end();
            }
        } while (xml.next());
        if (code.empty()) {
            CodeFile all = code.file("");
            all.addSum(CoverageMetric.LINE, lines);
            all.addSum(CoverageMetric.BRANCH, branches);
        }
    }

    private Fraction total(String covered, String valid) throws UnreadableReportException {
        long total = xml.count(valid, 0);
        return new Fraction(Math.min(total, xml.count(covered, 0)), total);
    }

    private void start() throws UnreadableReportException {
        switch (xml.element()) {
            case "package" -> folder = named("name", "");
            case "class" -> {
                type = named("name", "");
                String path = named("filename", type);
                // Of several folders with sources, the report does not say which one is meant.
                ofMethods = new CodeFile("", "");
                ownLines = false;
                file = code.file("", folder, paths.name(roots.size() == 1 ? roots.get(0) : null, path));
            }
            case "method" -> {
                method = type + "." + named("name", "") + named("signature", "");
                ran = xml.count("hits", 0) > 0 || rate("line-rate");
            }
            case "line" -> line();
            case "condition" -> {
                if (!summed) {
                    conditions = conditions.plus(ofTwo(named("coverage", "0%")));
                }
            }
            default -> {}
        }
    }

    private void end() {
        switch (xml.element()) {
            case "source" -> {
                if (!xml.text().isEmpty()) {
                    roots.add(xml.text());
                }
            }
            case "method" -> {
                if (file != null && method != null) {
                    file.add(CoverageMetric.METHOD, method, ran);
                    file.add(CoverageMetric.CLASS, type, ran);
                }
                method = null;
            }
            case "line" -> {
                if (file != null) {
                    linesOf(file).add(CoverageMetric.BRANCH, line, conditions);
                }
                conditions = Fraction.NONE;
            }
            case "class" -> {
                if (file != null && !ownLines) {
                    file.addAll(ofMethods);
                }
                file = null;
            }
            default -> {}
        }
    }

    private void line() throws UnreadableReportException {
        CodeFile ofClass = file;
        if (ofClass == null) {
            return;
        }
        line = xml.line("number");
        boolean hit = xml.count("hits", 0) > 0;
        ran |= hit;
        ownLines |= method == null;
        linesOf(ofClass).add(CoverageMetric.LINE, line, hit);
        ofClass.add(CoverageMetric.CLASS, type, hit);
        String coverage = xml.attribute("condition-coverage");
        summed = coverage != null;
        if (coverage != null && !"false".equalsIgnoreCase(xml.attribute("branch"))) {
            conditions = fraction(coverage);
        }
        add(ofClass, CoverageMetric.MCDC_PAIR, "mcdcpair-coverage");
        add(ofClass, CoverageMetric.FUNCTION_CALL, "functioncall-coverage");
    }

    private CodeFile linesOf(CodeFile ofClass) {
        return method == null ? ofClass : ofMethods;
    }

    private void add(CodeFile ofClass, CoverageMetric metric, String attribute) throws UnreadableReportException {
        String coverage = xml.attribute(attribute);
        if (coverage != null) {
            linesOf(ofClass).add(metric, line, fraction(coverage));
        }
    }

    private Fraction fraction(String coverage) throws UnreadableReportException {
        Matcher fraction = FRACTION.matcher(coverage);
        if (!fraction.find()) {
            return ofTwo(coverage);
        }
        long total = Long.parseLong(fraction.group(2));
        return new Fraction(Math.min(total, Long.parseLong(fraction.group(1))), total);
    }

    /** A percentage alone is of a condition's two outcomes. */
    private Fraction ofTwo(String coverage) throws UnreadableReportException {
        Matcher percent = PERCENT.matcher(coverage);
        if (!percent.matches()) {
            throw xml.fault("has the coverage ‘" + coverage + "’, which is neither like ‘50% (1/2)’ nor like ‘50%’");
        }
        double share = Double.parseDouble(percent.group(1));
        return new Fraction(share >= 100 ? 2 : share > 0 ? 1 : 0, 2);
    }

    private boolean rate(String attribute) {
        try {
            return Double.parseDouble(named(attribute, "0").replace(',', '.')) > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private String named(String attribute, String otherwise) {
        String value = xml.attribute(attribute);
        return value == null ? otherwise : value;
    }
}
