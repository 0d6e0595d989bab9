package io.jenkins.plugins.slipway.engine.gate;

import edu.hm.hafner.coverage.registry.ParserRegistry.CoverageParserType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells by its first lines which tool wrote a report. */
final class CoverageFormat {
    private static final long LARGEST = 512L << 20;
    private static final int HEAD = 16 * 1024;
    private static final Pattern NOISE = Pattern.compile("<\\?.*?\\?>|<!--.*?-->|<!DOCTYPE[^>\\[]*>", Pattern.DOTALL);
    private static final Pattern ROOT = Pattern.compile("\\s*<([A-Za-z_][\\w.-]*)([^>]*)>", Pattern.DOTALL);

    private CoverageFormat() {}

    static CoverageParserType of(Path file, String name) throws UnreadableReportException, IOException {
        if (Files.size(file) > LARGEST) {
            throw new UnreadableReportException(name + " is larger than " + (LARGEST >> 20) + " MB");
        }
        String head = head(file);
        if (head.contains("<!DOCTYPE") && head.contains("<!ENTITY")) {
            throw new UnreadableReportException(name + " defines entities, which is not read");
        }
        if (head.startsWith("mode:")) {
            return CoverageParserType.GO_COV;
        }
        if (head.startsWith("TN:") || head.startsWith("SF:")) {
            return CoverageParserType.LCOV;
        }
        Matcher root = ROOT.matcher(NOISE.matcher(head).replaceAll(""));
        if (!root.lookingAt()) {
            throw unknown(name);
        }
        return switch (root.group(1)) {
            case "report" -> CoverageParserType.JACOCO;
            case "mutations" -> CoverageParserType.PIT;
            case "CoverageSession" -> CoverageParserType.OPENCOVER;
            case "coverage" ->
                root.group(2).contains("generated=") || root.group(2).contains("clover=")
                        ? CoverageParserType.CLOVER
                        : CoverageParserType.COBERTURA;
            default -> throw unknown(name);
        };
    }

    private static UnreadableReportException unknown(String name) {
        return new UnreadableReportException(
                name + " is none of JaCoCo, Cobertura, Clover, OpenCover and PIT XML, LCOV, and Go’s coverage profile");
    }

    private static String head(Path file) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            char[] head = new char[HEAD];
            int read = 0;
            while (read < HEAD) {
                int more = reader.read(head, read, HEAD - read);
                if (more < 0) {
                    break;
                }
                read += more;
            }
            String text = new String(head, 0, read);
            return (text.startsWith("\uFEFF") ? text.substring(1) : text).stripLeading();
        }
    }
}
