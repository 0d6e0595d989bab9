package io.jenkins.plugins.slipway.engine.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Go's coverage profiles, in the modes set, count and atomic. What Go itself reports, the share of statements, is the coverage of
 * instructions.
 */
final class GoProfile {
    private static final Pattern BLOCK =
            Pattern.compile("(.+):((\\d{1,9})\\.\\d{1,9},(\\d{1,9})\\.\\d{1,9}) (\\d{1,9}) (\\d{1,20})");
    private static final int LONGEST_BLOCK = 1_000_000;

    private GoProfile() {}

    /**
     * @param name how messages call the file
     */
    static void read(BufferedReader reader, String name, CoveredCode code)
            throws IOException, UnreadableReportException {
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (line.isBlank() || line.startsWith("mode:")) {
                continue;
            }
            Matcher block = BLOCK.matcher(line.strip());
            if (!block.matches() || !add(block, code)) {
                throw new UnreadableReportException(name + ":" + number
                        + " is not a line of a Go coverage profile (file:from.column,to.column statements count)");
            }
        }
    }

    /** Test binaries of several packages may tell of the same block; whoever ran it has covered it. */
    private static boolean add(Matcher block, CoveredCode code) {
        int from = Integer.parseInt(block.group(3));
        int to = Integer.parseInt(block.group(4));
        if (to < from || to - from > LONGEST_BLOCK) {
            return false;
        }
        boolean ran = Counts.parse(block.group(6)) > 0;
        int statements = Integer.parseInt(block.group(5));
        CodeFile file = code.file(block.group(1).replace('\\', '/'));
        file.add(CoverageMetric.INSTRUCTION, block.group(2), new Fraction(ran ? statements : 0, statements));
        for (int line = from; line <= to; line++) {
            file.add(CoverageMetric.LINE, line, ran);
        }
        return true;
    }
}
