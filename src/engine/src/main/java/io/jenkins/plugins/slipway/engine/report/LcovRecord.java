package io.jenkins.plugins.slipway.engine.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One section of a tracefile, from its {@code SF} to its end. */
final class LcovRecord {
    private final String source;
    private final CodeFile file;
    private final Map<String, List<Integer>> functions = new HashMap<>();
    private final Map<String, List<Boolean>> calls = new HashMap<>();
    private final Map<String, Integer> indexed = new HashMap<>();
    private final Map<String, Boolean> indexedCalls = new HashMap<>();
    private final Map<String, Long> sums = new HashMap<>();

    LcovRecord(String source, CodeFile file) {
        this.source = source;
        this.file = file;
    }

    String source() {
        return source;
    }

    void line(int line, boolean ran) {
        file.add(CoverageMetric.LINE, line, ran);
    }

    void branch(int line, String branch, boolean taken) {
        file.add(CoverageMetric.BRANCH, line + "," + branch, taken);
    }

    void condition(int line, String condition, boolean taken) {
        file.add(CoverageMetric.MCDC_PAIR, line + "," + condition, taken);
    }

    void function(int line, String function) {
        functions.computeIfAbsent(function, key -> new ArrayList<>()).add(line);
    }

    void calls(String function, boolean called) {
        calls.computeIfAbsent(function, key -> new ArrayList<>()).add(called);
    }

    /** A function of version 2, which has a number because it may have several names. */
    void indexed(String index, int line) {
        indexed.put(index, line);
    }

    /** One of the names of such a function. */
    void indexedCalls(String index, boolean called) {
        indexedCalls.merge(index, called, Boolean::logicalOr);
    }

    void sum(String kind, long count) {
        sums.put(kind, count);
    }

    void end() {
        functions.forEach((function, lines) -> {
            List<Boolean> called = calls.getOrDefault(function, List.of());
            for (int i = 0; i < lines.size(); i++) {
                file.add(CoverageMetric.METHOD, lines.get(i) + "," + function, called(called, i, lines.size()));
            }
        });
        calls.forEach((function, called) -> {
            if (!functions.containsKey(function)) {
                file.add(CoverageMetric.METHOD, "," + function, called.contains(true));
            }
        });
        indexed.forEach((index, line) ->
                file.add(CoverageMetric.METHOD, line + "#" + index, indexedCalls.getOrDefault(index, false)));
        indexedCalls.forEach((index, called) -> {
            if (!indexed.containsKey(index)) {
                file.add(CoverageMetric.METHOD, "#" + index, called);
            }
        });
        sum(CoverageMetric.LINE, "LH", "LF");
        sum(CoverageMetric.BRANCH, "BRH", "BRF");
        sum(CoverageMetric.METHOD, "FNH", "FNF");
        sum(CoverageMetric.MCDC_PAIR, "MCH", "MCF");
    }

    /** Functions of one name are told of in the order in which they were declared; one count for all of them is of each. */
    private static boolean called(List<Boolean> called, int number, int functions) {
        return called.size() == functions ? called.get(number) : called.contains(true);
    }

    private void sum(CoverageMetric metric, String hit, String found) {
        long total = sums.getOrDefault(found, 0L);
        file.addSum(metric, new Fraction(Math.min(total, sums.getOrDefault(hit, 0L)), total));
    }
}
