package io.jenkins.plugins.slipway.engine.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JaCoCo's XML, by its report.dtd. The lines decide; what a counter has beyond them, such as instructions that the compiler
 * invented, counts too.
 */
final class Jacoco {
    private static final Object BEYOND_THE_LINES = "beyond the lines";

    private final XmlReport xml;
    private final CoveredCode code;
    private final Deque<String> groups = new ArrayDeque<>();
    private final Map<String, Map<CoverageMetric, Fraction>> ofClasses = new HashMap<>();
    private final Set<String> sources = new HashSet<>();
    private Map<CoverageMetric, Fraction> lines = new EnumMap<>(CoverageMetric.class);
    private String folder = "";
    private String type = "";
    private String source = "";
    private String method = "";

    private Jacoco(XmlReport xml, CoveredCode code) {
        this.xml = xml;
        this.code = code;
    }

    static void read(XmlReport xml, CoveredCode code) throws UnreadableReportException {
        new Jacoco(xml, code).read();
    }

    private void read() throws UnreadableReportException {
        Deque<String> open = new ArrayDeque<>();
        do {
            if (xml.starts()) {
                start(open.peek());
                open.push(xml.element());
            } else {
                open.pop();
                end();
            }
        } while (xml.next());
    }

    private void start(@Nullable String parent) throws UnreadableReportException {
        switch (xml.element()) {
            case "report", "group" -> groups.addLast(named("name", ""));
            case "package" -> {
                folder = named("name", "");
                ofClasses.clear();
                sources.clear();
            }
            case "class" -> {
                type = xml.required("name");
                source = named("sourcefilename", type);
            }
            case "method" -> method = type + "." + xml.required("name") + named("desc", "");
            case "sourcefile" -> {
                source = xml.required("name");
                sources.add(source);
                lines = new EnumMap<>(CoverageMetric.class);
            }
            case "line" -> line();
            case "counter" -> counter(String.valueOf(parent));
            default -> {}
        }
    }

    private void end() {
        switch (xml.element()) {
            case "report", "group" -> groups.removeLast();
            case "package" ->
                ofClasses.forEach((file, counters) -> {
                    if (!sources.contains(file)) {
                        counters.forEach((metric, share) -> file(file).addSum(metric, share));
                    }
                });
            default -> {}
        }
    }

    private void line() throws UnreadableReportException {
        int number = xml.line("nr");
        Fraction instructions = share("ci", "mi");
        add(CoverageMetric.INSTRUCTION, number, instructions);
        add(CoverageMetric.BRANCH, number, share("cb", "mb"));
        if (instructions.total() > 0) {
            add(CoverageMetric.LINE, number, Fraction.one(instructions.covered() > 0));
        }
    }

    private void add(CoverageMetric metric, int number, Fraction share) {
        file(source).add(metric, number, share);
        lines.merge(metric, share, Fraction::plus);
    }

    private void counter(String parent) throws UnreadableReportException {
        CoverageMetric metric = switch (xml.required("type")) {
            case "INSTRUCTION" -> CoverageMetric.INSTRUCTION;
            case "BRANCH" -> CoverageMetric.BRANCH;
            case "LINE" -> CoverageMetric.LINE;
            case "METHOD" -> CoverageMetric.METHOD;
            case "CLASS" -> CoverageMetric.CLASS;
            default -> null;
        };
        if (metric == null) {
            return;
        }
        Fraction share = share("covered", "missed");
        boolean inSource = metric != CoverageMetric.METHOD && metric != CoverageMetric.CLASS;
        switch (parent) {
            case "method" -> {
                if (metric == CoverageMetric.METHOD) {
                    file(source).add(metric, method, share);
                }
            }
            case "class" -> {
                if (metric == CoverageMetric.CLASS) {
                    file(source).add(metric, type, share);
                } else if (inSource) {
                    ofClasses
                            .computeIfAbsent(source, key -> new EnumMap<>(CoverageMetric.class))
                            .merge(metric, share, Fraction::plus);
                }
            }
            case "sourcefile" -> {
                Fraction told = lines.getOrDefault(metric, Fraction.NONE);
                if (inSource && share.total() > told.total()) {
                    long total = share.total() - told.total();
                    long covered = Math.max(0, share.covered() - told.covered());
                    file(source).add(metric, BEYOND_THE_LINES, new Fraction(Math.min(covered, total), total));
                } else if (!inSource) {
                    file(source).addSum(metric, share);
                }
            }
            default -> {}
        }
    }

    private CodeFile file(String name) {
        String module = String.join("/", groups);
        return code.file(module, folder, module + "\n" + (folder.isEmpty() ? name : folder + "/" + name));
    }

    private Fraction share(String covered, String missed) throws UnreadableReportException {
        long hit = Math.min(xml.count(covered, 0), Integer.MAX_VALUE);
        return new Fraction(hit, hit + Math.min(xml.count(missed, 0), Integer.MAX_VALUE));
    }

    private String named(String attribute, String otherwise) {
        String value = xml.attribute(attribute);
        return value == null ? otherwise : value;
    }
}
