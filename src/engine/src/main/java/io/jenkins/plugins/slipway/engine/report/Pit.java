package io.jenkins.plugins.slipway.engine.report;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** PIT's XML. A line of it was reached if a test reached one of its mutants. */
final class Pit {
    private static final Set<String> DETECTED =
            Set.of("KILLED", "TIMED_OUT", "MEMORY_ERROR", "RUN_ERROR", "NON_VIABLE");
    private static final Set<String> UNREACHED = Set.of("NO_COVERAGE", "NOT_STARTED");

    private Pit() {}

    static void read(XmlReport xml, CoveredCode code) throws UnreadableReportException {
        Map<String, String> parts = new HashMap<>();
        boolean detected = false;
        boolean reached = false;
        do {
            if (xml.starts("mutation")) {
                String status = xml.required("status");
                String said = xml.attribute("detected");
                detected = said == null ? DETECTED.contains(status) : Boolean.parseBoolean(said);
                reached = !UNREACHED.contains(status);
                parts.clear();
            } else if (xml.ends("mutation")) {
                add(parts, detected, reached, code);
            } else if (!xml.starts()) {
                parts.merge(xml.element(), xml.text(), (one, more) -> one + " " + more);
            }
        } while (xml.next());
    }

    private static void add(Map<String, String> parts, boolean detected, boolean reached, CoveredCode code) {
        String type = parts.getOrDefault("mutatedClass", "");
        int dot = type.lastIndexOf('.');
        String folder = dot < 0 ? "" : type.substring(0, dot).replace('.', '/');
        CodeFile file = code.file("", folder, folder + "/" + parts.getOrDefault("sourceFile", type));
        String method =
                type + "." + parts.getOrDefault("mutatedMethod", "") + parts.getOrDefault("methodDescription", "");
        String line = parts.getOrDefault("lineNumber", "");
        // PIT before 1.5 has one index of its own, later versions lists.
        String mutant = String.join(
                "\n",
                method,
                line,
                parts.getOrDefault("mutator", ""),
                parts.getOrDefault("indexes", ""),
                parts.getOrDefault("index", ""),
                parts.getOrDefault("blocks", ""),
                parts.getOrDefault("block", ""));
        file.add(CoverageMetric.MUTATION, mutant, detected);
        file.add(CoverageMetric.TEST_STRENGTH, mutant, new Fraction(detected && reached ? 1 : 0, reached ? 1 : 0));
        file.add(CoverageMetric.LINE, line, reached);
        file.add(CoverageMetric.METHOD, method, reached);
        file.add(CoverageMetric.CLASS, type, reached);
    }
}
