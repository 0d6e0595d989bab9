package io.jenkins.plugins.slipway.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs wrk against a server and reads what it says. */
final class Wrk {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern COUNT = Pattern.compile("([0-9]+) requests in");
    private static final int TICK_MICROS = 10_000;

    private Wrk() {}

    /**
     * @param rate requests for each second
     * @param p99 milliseconds
     * @param micros processor time of the server for one request
     */
    record Answered(double rate, double p99, double micros) {}

    /**
     * @param server whose processor time is looked at
     * @param keepAlive whether a connection takes more than one request
     */
    static Answered run(Process server, String url, int seconds, int connections, boolean keepAlive)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(
                List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", "30s", "--latency"));
        if (!keepAlive) {
            argv.addAll(List.of("-H", "Connection: close"));
        }
        argv.add(url);
        long before = processorMicros(server);
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        if (said.contains("Non-2xx") || said.contains("Socket errors")) {
            System.out.println(said);
        }
        double requests = Math.max(1, Double.parseDouble(find(COUNT, said)));
        return new Answered(
                Double.parseDouble(find(RATE, said)), millis(said), (processorMicros(server) - before) / requests);
    }

    /** Of a process and those that it started. */
    private static long processorMicros(Process process) throws IOException {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        long ticks = 0;
        for (ProcessHandle one : all) {
            String stat = Files.readString(Path.of("/proc/" + one.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks * TICK_MICROS;
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "0";
    }

    private static double millis(String text) {
        Matcher matcher = P99.matcher(text);
        if (!matcher.find()) {
            return Double.NaN;
        }
        double value = Double.parseDouble(matcher.group(1));
        return switch (matcher.group(2)) {
            case "us" -> value / 1000;
            case "s" -> value * 1000;
            default -> value;
        };
    }
}
