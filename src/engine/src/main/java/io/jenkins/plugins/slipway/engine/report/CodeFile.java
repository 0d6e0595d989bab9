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
record CodeFile(String module, String folder, Map<CoverageMetric, Map<Object, Fraction>> items) {
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

    void add(CoverageMetric metric, Object item, Fraction share) {
        if (share.total() > 0) {
            items.computeIfAbsent(metric, key -> new HashMap<>()).merge(item, share, Fraction::merge);
        }
    }

    void add(CoverageMetric metric, Object item, boolean covered) {
        add(metric, item, Fraction.one(covered));
    }

    void addSum(CoverageMetric metric, Fraction share) {
        add(metric, SUM, share);
    }

    void addAll(CodeFile other) {
        other.items.forEach((metric, shares) -> shares.forEach((item, share) -> add(metric, item, share)));
    }

    Fraction share(CoverageMetric metric) {
        Map<Object, Fraction> shares = items.getOrDefault(metric, Map.of());
        Fraction sum = Fraction.NONE;
        for (Map.Entry<Object, Fraction> item : shares.entrySet()) {
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
