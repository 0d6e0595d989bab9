package io.jenkins.plugins.slipway.engine.gate;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Go's coverage profiles. Read here because the library understands only modules whose path has three parts and passes over the
 * others. What Go itself reports, the share of statements, is the coverage of instructions.
 */
final class GoProfile {
    private static final Pattern BLOCK =
            Pattern.compile("(.+):(\\d{1,9})\\.\\d{1,9},(\\d{1,9})\\.\\d{1,9} (\\d{1,9}) (\\d{1,18})");
    private static final int LONGEST_BLOCK = 1_000_000;

    private final Map<String, Boolean> coveredBlocks = new HashMap<>();
    private final Map<String, Integer> statements = new HashMap<>();
    private final Map<String, Map<Integer, Boolean>> lines = new HashMap<>();

    /**
     * @param name how messages call the file
     */
    void add(BufferedReader reader, String name) throws IOException, UnreadableReportException {
        int number = 0;
        boolean blocks = false;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (line.isBlank() || line.startsWith("mode:")) {
                continue;
            }
            Matcher block = BLOCK.matcher(line);
            if (!block.matches() || !add(block)) {
                throw new UnreadableReportException(name + ":" + number
                        + " is not a line of a Go coverage profile (file:from.column,to.column statements count)");
            }
            blocks = true;
        }
        if (!blocks) {
            throw new UnreadableReportException(name + " tells of no code at all");
        }
    }

    /** Test binaries of several packages may tell of the same block; whoever ran it has covered it. */
    private boolean add(Matcher block) {
        int from = Integer.parseInt(block.group(2));
        int to = Integer.parseInt(block.group(3));
        if (to < from || to - from > LONGEST_BLOCK) {
            return false;
        }
        boolean ran = Long.parseLong(block.group(5)) > 0;
        String key = block.group().substring(0, block.end(3));
        coveredBlocks.merge(key, ran, Boolean::logicalOr);
        statements.put(key, Integer.parseInt(block.group(4)));
        Map<Integer, Boolean> ofFile = lines.computeIfAbsent(block.group(1), file -> new HashMap<>());
        for (int line = from; line <= to; line++) {
            ofFile.merge(line, ran, Boolean::logicalOr);
        }
        return true;
    }

    /** How much was covered, by metric. */
    Map<String, Share> shares() {
        Share instructions = Share.NONE;
        for (Map.Entry<String, Integer> block : statements.entrySet()) {
            boolean ran = coveredBlocks.getOrDefault(block.getKey(), false);
            instructions = instructions.plus(new Share(ran ? block.getValue() : 0, block.getValue()));
        }
        Share line = Share.NONE;
        for (Map<Integer, Boolean> file : lines.values()) {
            long ran = file.values().stream().filter(covered -> covered).count();
            line = line.plus(new Share(ran, file.size()));
        }
        return Map.of("coverage.instruction", instructions, "coverage.line", line);
    }
}
