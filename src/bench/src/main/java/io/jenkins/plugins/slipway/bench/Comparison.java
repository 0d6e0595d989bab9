package io.jenkins.plugins.slipway.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs several ways of doing the same thing in turns, so that all meet the same machine in the same mood, and prints the
 * median of each as a ratio to the first.
 */
final class Comparison {
    private final String title;
    private final Map<String, Work> ways = new LinkedHashMap<>();

    /** One way. What it throws ends the measurement. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    Comparison(String title) {
        this.title = title;
    }

    /** Adds a way. The first one is what the others are compared with. */
    Comparison way(String name, Work work) {
        ways.put(name, work);
        return this;
    }

    /** Runs every way once to warm up, then each that many times in turns, and prints the table. */
    void run(int rounds) throws Exception {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Work> way : ways.entrySet()) {
                long began = System.nanoTime();
                way.getValue().run();
                double took = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
                if (round > 0) {
                    seconds.computeIfAbsent(way.getKey(), name -> new ArrayList<>())
                            .add(took);
                }
            }
        }
        print(seconds, rounds);
    }

    private void print(Map<String, List<Double>> seconds, int rounds) {
        System.out.printf("%n%s (%d rounds, in turns)%n", title, rounds);
        System.out.printf("%-46s %9s %9s %9s %7s%n", "", "median", "best", "worst", "ratio");
        double first = 0;
        for (Map.Entry<String, List<Double>> way : seconds.entrySet()) {
            List<Double> sorted = new ArrayList<>(way.getValue());
            Collections.sort(sorted);
            double median = sorted.get(sorted.size() / 2);
            first = first == 0 ? median : first;
            System.out.printf(
                    "%-46s %8.3fs %8.3fs %8.3fs %7.2f%n",
                    way.getKey(), median, sorted.get(0), sorted.get(sorted.size() - 1), median / first);
        }
    }
}
