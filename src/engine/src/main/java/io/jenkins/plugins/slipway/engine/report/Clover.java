package io.jenkins.plugins.slipway.engine.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clover's XML, as Clover, PHPUnit and Istanbul write it. Coverage of the tests' own code, which Clover has in a
 * {@code testproject}, is left out.
 */
final class Clover {
    /** A line with a condition; Istanbul writes covered and missed branches where Clover counts true and false. */
    private record Condition(int line, long whenTrue, long whenFalse) {
        Fraction asOutcomes() {
            return new Fraction((whenTrue > 0 ? 1 : 0) + (whenFalse > 0 ? 1 : 0), 2);
        }

        Fraction asBranches() {
            return new Fraction(whenTrue, whenTrue + whenFalse);
        }
    }

    private final XmlReport xml;
    private final SourcePaths paths;
    private final CoveredCode code;
    private final List<Condition> conditions = new ArrayList<>();
    private String project = "";
    private String folder = "";
    private @Nullable CodeFile file;
    private @Nullable CodeFile ofProject;
    private @Nullable String type;
    private Fraction sumOfBranches = Fraction.NONE;
    private boolean counted;

    private Clover(XmlReport xml, SourcePaths paths, CoveredCode code) {
        this.xml = xml;
        this.paths = paths;
        this.code = code;
    }

    static void read(XmlReport xml, SourcePaths paths, CoveredCode code) throws UnreadableReportException {
        new Clover(xml, paths, code).read();
    }

    private void read() throws UnreadableReportException {
        int testProject = 0;
        do {
            if (xml.element().equals("testproject")) {
                testProject += xml.starts() ? 1 : -1;
            } else if (testProject == 0) {
                if (xml.starts()) {
                    start();
                } else {
                    end();
                }
            }
        } while (xml.next());
        if (code.empty() && ofProject != null) {
            code.file(project, "", "").addAll(ofProject);
        }
    }

    private void start() throws UnreadableReportException {
        switch (xml.element()) {
            case "project" -> project = named("name", "");
            case "package" -> folder = named("name", "");
            case "file" -> {
                String path = paths.name(named("path", named("name", "")));
                file = code.file(project, folder, path);
                conditions.clear();
                sumOfBranches = Fraction.NONE;
                counted = false;
            }
            case "class" -> type = named("name", "");
            case "metrics" -> metrics();
            case "line" -> line();
            default -> {}
        }
    }

    private void end() {
        switch (xml.element()) {
            case "package" -> folder = "";
            case "class" -> type = null;
            case "file" -> {
                if (file != null) {
                    conditions(file);
                    file.addSum(CoverageMetric.BRANCH, sumOfBranches);
                }
                file = null;
            }
            default -> {}
        }
    }

    private void metrics() throws UnreadableReportException {
        if (file == null) {
            if (folder.isEmpty()) {
                ofProject = new CodeFile(project, "");
                sums(ofProject);
                ofProject.addSum(CoverageMetric.BRANCH, sum("conditionals"));
            }
            return;
        }
        if (type != null) {
            boolean covered =
                    xml.count("coveredelements", 0) + xml.count("coveredstatements", 0) + xml.count("coveredmethods", 0)
                            > 0;
            boolean code = xml.count("elements", 0) + xml.count("statements", 0) + xml.count("methods", 0) > 0;
            if (code) {
                file.add(CoverageMetric.CLASS, type, covered);
            }
            return;
        }
        sums(file);
        sumOfBranches = sum("conditionals");
    }

    private void sums(CodeFile of) throws UnreadableReportException {
        of.addSum(CoverageMetric.LINE, sum("statements"));
        of.addSum(CoverageMetric.METHOD, sum("methods"));
    }

    private Fraction sum(String kind) throws UnreadableReportException {
        long total = xml.count(kind, 0);
        return new Fraction(Math.min(total, xml.count("covered" + kind, 0)), total);
    }

    private void line() throws UnreadableReportException {
        CodeFile ofLine = file;
        if (ofLine == null) {
            return;
        }
        int line = xml.line("num");
        boolean ran = xml.count("count", 0) > 0;
        switch (named("type", "stmt")) {
            case "method" -> ofLine.add(CoverageMetric.METHOD, line + "#" + named("name", named("signature", "")), ran);
            case "cond" -> {
                counted |= xml.attribute("count") != null;
                Condition condition = new Condition(line, outcome("truecount"), outcome("falsecount"));
                conditions.add(condition);
                ofLine.add(
                        CoverageMetric.LINE,
                        line,
                        xml.attribute("count") == null ? condition.asOutcomes().covered() > 0 : ran);
            }
            default -> ofLine.add(CoverageMetric.LINE, line, ran);
        }
    }

    private long outcome(String attribute) throws UnreadableReportException {
        return Math.min(xml.count(attribute, 0), Integer.MAX_VALUE);
    }

    private void conditions(CodeFile ofConditions) {
        Fraction outcomes = conditions.stream().map(Condition::asOutcomes).reduce(Fraction.NONE, Fraction::plus);
        Fraction branches = conditions.stream().map(Condition::asBranches).reduce(Fraction.NONE, Fraction::plus);
        boolean asBranches = sumOfBranches.total() == 0 ? counted : branches.equals(sumOfBranches);
        if (outcomes.equals(sumOfBranches)) {
            asBranches = false;
        }
        Map<Integer, Integer> onLine = new HashMap<>();
        for (Condition condition : conditions) {
            int number = onLine.merge(condition.line(), 1, Integer::sum);
            ofConditions.add(
                    CoverageMetric.BRANCH,
                    condition.line() + "#" + number,
                    asBranches ? condition.asBranches() : condition.asOutcomes());
        }
    }

    private String named(String attribute, String otherwise) {
        String value = xml.attribute(attribute);
        return value == null ? otherwise : value;
    }
}
