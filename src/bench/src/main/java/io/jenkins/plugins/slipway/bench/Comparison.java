package io.jenkins.plugins.slipway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs several ways of doing the same thing in turns, so that all meet the same machine in the same mood, and prints the
 * median of each as a ratio to the first; beside it the processor time, which other work on the machine disturbs least.
 */
final class Comparison {
    /** What Linux counts in, on every machine that it calls ordinary. */
    private static final int TICKS_PER_SECOND = 100;

    private final String title;
    private final Map<String, Work> ways = new LinkedHashMap<>();
    private long rest;

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

    /** Lets the machine come to rest before each turn. */
    Comparison resting(long nanos) {
        rest = nanos;
        return this;
    }

    /** Runs every way once to warm up, then each that many times in turns, and prints the table. */
    void run(int rounds) throws Exception {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        Map<String, List<Double>> work = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Work> way : ways.entrySet()) {
                LockSupport.parkNanos(rest);
                double before = processorSeconds();
                long began = System.nanoTime();
                way.getValue().run();
                double took = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
                if (round > 0) {
                    seconds.computeIfAbsent(way.getKey(), name -> new ArrayList<>())
                            .add(took);
                    work.computeIfAbsent(way.getKey(), name -> new ArrayList<>())
                            .add(processorSeconds() - before);
                }
            }
        }
        print(seconds, work, rounds);
    }

    private void print(Map<String, List<Double>> seconds, Map<String, List<Double>> work, int rounds) {
        System.out.printf("%n%s (%d rounds, in turns)%n", title, rounds);
        System.out.printf(
                "%-40s %9s %9s %9s %7s %10s %7s%n", "", "median", "best", "worst", "ratio", "processor", "ratio");
        double first = 0;
        double firstWork = 0;
        for (Map.Entry<String, List<Double>> way : seconds.entrySet()) {
            List<Double> sorted = way.getValue().stream().sorted().toList();
            double median = sorted.get(sorted.size() / 2);
            List<Double> sortedWork =
                    work.getOrDefault(way.getKey(), List.of()).stream().sorted().toList();
            double medianWork = sortedWork.get(sortedWork.size() / 2);
            first = first == 0 ? median : first;
            firstWork = firstWork == 0 ? medianWork : firstWork;
            System.out.printf(
                    "%-40s %8.3fs %8.3fs %8.3fs %7.2f %9.2fs %7.2f%n",
                    way.getKey(),
                    median,
                    sorted.get(0),
                    sorted.get(sorted.size() - 1),
                    median / first,
                    medianWork,
                    medianWork / firstWork);
        }
    }

    /** Processor time of this process and of all children that it has waited for. */
    private static double processorSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / (double) TICKS_PER_SECOND;
    }
}
