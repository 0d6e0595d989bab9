package io.jenkins.plugins.slipway.engine.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads coverage reports of a project, and says the numbers with two decimals. */
final class SampleReports {
    private final Path project;
    private final CoverageReports all;
    private int count;

    SampleReports(Path project) {
        this.project = project;
        this.all = new CoverageReports(project);
    }

    static Map<String, String> read(Path project, String... texts) throws Exception {
        SampleReports reports = new SampleReports(project);
        for (String text : texts) {
            reports.add(text);
        }
        return reports.numbers();
    }

    SampleReports add(String text) throws IOException, UnreadableReportException {
        String name = "r" + count++;
        all.add(Files.writeString(project.resolve(name), text), name);
        return this;
    }

    SampleReports add(String name, String text) throws IOException, UnreadableReportException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        all.add(Files.writeString(file, text), name);
        return this;
    }

    SampleReports add(byte[] bytes) throws IOException, UnreadableReportException {
        String name = "r" + count++;
        all.add(Files.write(project.resolve(name), bytes), name);
        return this;
    }

    Map<String, String> numbers() {
        Map<String, String> numbers = new TreeMap<>();
        all.numbers().forEach((metric, number) -> {
            BigDecimal rounded =
                    number.decimal().setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
            numbers.put(metric.replace("coverage.", ""), rounded.toPlainString());
        });
        return numbers;
    }
}
