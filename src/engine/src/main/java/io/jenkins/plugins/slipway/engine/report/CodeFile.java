package io.jenkins.plugins.slipway.engine.report;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What reports tell of one source file: of each of its lines, branches, methods and so on, once. What is told twice is merged.
 *
 * @param items by metric, by what identifies the item in the file
 */
record CodeFile(String module, String folder, Map<CoverageMetric, Map<Object, Share>> items) {
    /** Stands for all the items of a metric, where a report has only their sum. Counts where no report has the items. */
    private static final Object SUM = new Object();

    /** Shares of code itself; a file that has none of them is empty. */
    private static final Set<CoverageMetric> OF_CODE = Set.of(
            CoverageMetric.METHOD,
            CoverageMetric.LINE,
            CoverageMetric.BRANCH,
            CoverageMetric.INSTRUCTION,
            CoverageMetric.MCDC_PAIR,
            CoverageMetric.FUNCTION_CALL,
            CoverageMetric.MUTATION);

    CodeFile(String module, String folder) {
        this(module, folder, new EnumMap<>(CoverageMetric.class));
    }

    void add(CoverageMetric metric, Object item, Share share) {
        if (share.total() > 0) {
            items.computeIfAbsent(metric, key -> new HashMap<>()).merge(item, share, Share::merge);
        }
    }

    void add(CoverageMetric metric, Object item, boolean covered) {
        add(metric, item, Share.one(covered));
    }

    void addSum(CoverageMetric metric, Share share) {
        add(metric, SUM, share);
    }

    void addAll(CodeFile other) {
        other.items.forEach((metric, shares) -> shares.forEach((item, share) -> add(metric, item, share)));
    }

    Share share(CoverageMetric metric) {
        Map<Object, Share> shares = items.getOrDefault(metric, Map.of());
        Share sum = Share.NONE;
        for (Map.Entry<Object, Share> item : shares.entrySet()) {
            if (item.getKey() != SUM || shares.size() == 1) {
                sum = sum.plus(item.getValue());
            }
        }
        return sum;
    }

    boolean empty() {
        return OF_CODE.stream().allMatch(metric -> share(metric).total() == 0);
    }

    boolean covered() {
        return OF_CODE.stream().anyMatch(metric -> share(metric).covered() > 0);
    }
}
