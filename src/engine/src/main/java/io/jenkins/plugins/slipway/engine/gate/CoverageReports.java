package io.jenkins.plugins.slipway.engine.gate;

import edu.hm.hafner.coverage.Coverage;
import edu.hm.hafner.coverage.CoverageParser.ProcessingMode;
import edu.hm.hafner.coverage.Metric;
import edu.hm.hafner.coverage.ModuleNode;
import edu.hm.hafner.coverage.Node;
import edu.hm.hafner.coverage.registry.ParserRegistry;
import edu.hm.hafner.coverage.registry.ParserRegistry.CoverageParserType;
import edu.hm.hafner.util.FilteredLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;

/** The coverage reports of one gate, of whatever tool. Reports about the same code are merged, not added. */
final class CoverageReports {
    private static final Map<String, Metric> METRICS = Map.ofEntries(
            Map.entry("coverage.module", Metric.MODULE),
            Map.entry("coverage.package", Metric.PACKAGE),
            Map.entry("coverage.file", Metric.FILE),
            Map.entry("coverage.class", Metric.CLASS),
            Map.entry("coverage.method", Metric.METHOD),
            Map.entry("coverage.line", Metric.LINE),
            Map.entry("coverage.branch", Metric.BRANCH),
            Map.entry("coverage.instruction", Metric.INSTRUCTION),
            Map.entry("coverage.mcdcPair", Metric.MCDC_PAIR),
            Map.entry("coverage.functionCall", Metric.FUNCTION_CALL),
            Map.entry("coverage.mutation", Metric.MUTATION),
            Map.entry("coverage.testStrength", Metric.TEST_STRENGTH));

    /** Numbers of code itself; a report that has none of them is empty, whatever files it names. */
    private static final Set<Metric> OF_CODE = Set.of(
            Metric.METHOD,
            Metric.LINE,
            Metric.BRANCH,
            Metric.INSTRUCTION,
            Metric.MCDC_PAIR,
            Metric.FUNCTION_CALL,
            Metric.MUTATION);

    private final List<ModuleNode> reports = new ArrayList<>();
    private final GoProfile go = new GoProfile();

    /**
     * Adds a report; nothing if it is unreadable.
     *
     * @param name how messages call the file
     */
    void add(Path file, String name) throws UnreadableReportException, IOException {
        CoverageParserType type = CoverageFormat.of(file, name);
        if (type == CoverageParserType.GO_COV) {
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                go.add(reader, name);
            }
            return;
        }
        FilteredLog log = new FilteredLog("");
        try (Reader reader = Files.newBufferedReader(file)) {
            ModuleNode report =
                    new ParserRegistry().get(type, ProcessingMode.FAIL_FAST).parse(reader, name, log);
            if (OF_CODE.stream().allMatch(metric -> share(report, metric).total() == 0)) {
                throw new UnreadableReportException(name + " tells of no code at all");
            }
            reports.add(report);
        } catch (RuntimeException e) {
            // The parsers throw whatever they stumble over; none of it may end the gate.
            throw new UnreadableReportException(name + " is not a " + type + " report that can be read: " + reason(e));
        }
    }

    private static String reason(RuntimeException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return root instanceof NoSuchElementException || message.isEmpty() ? "it ends too early" : message;
    }

    private static Share share(Node report, Metric metric) {
        return report.getValue(metric)
                .filter(Coverage.class::isInstance)
                .map(Coverage.class::cast)
                .map(coverage -> new Share(coverage.getCovered(), coverage.getTotal()))
                .orElse(Share.NONE);
    }

    /** Percentages by metric. */
    Map<String, Double> numbers() throws UnreadableReportException {
        Map<String, Share> shares = new TreeMap<>(go.shares());
        if (!reports.isEmpty()) {
            Node merged = merged();
            METRICS.forEach((name, metric) -> shares.merge(name, share(merged, metric), Share::plus));
        }
        Map<String, Double> numbers = new TreeMap<>();
        shares.forEach((name, share) -> {
            if (share.total() > 0) {
                numbers.put(name, share.percent());
            }
        });
        return numbers;
    }

    private Node merged() throws UnreadableReportException {
        try {
            return Node.merge(reports);
        } catch (RuntimeException e) {
            throw new UnreadableReportException("The coverage reports contradict each other: " + reason(e));
        }
    }
}
