package io.jenkins.plugins.slipway.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The router beside nginx and HAProxy as reverse proxies before the same application (an nginx that answers 1 KB), asked by wrk; and
 * what waiting requests cost. Each proxy is a process of its own, the router with the options that it has on a host. The processor
 * time of a proxy for one request tells more than requests for each second where other programs run, too. Needs {@code nginx}, {@code
 * haproxy} and {@code wrk} on the machine.
 *
 * <pre>RouterMeasurements FOLDER [SECONDS] [CONNECTIONS] [ROUNDS]</pre>
 */
public final class RouterMeasurements {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern COUNT = Pattern.compile("([0-9]+) requests in");
    private static final int PARKED = 10_000;
    /** The first round counts for nothing, and is so many times as long: Java translates while it runs. */
    private static final int WARM = 4;

    private static final int TICK_MICROS = 10_000;

    private RouterMeasurements() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0])).toRealPath();
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int connections = args.length > 2 ? Integer.parseInt(args[2]) : 64;
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 3;
        int application = Servers.free();
        int nginx = Servers.free();
        int haproxy = Servers.free();
        List<Process> started = new ArrayList<>();
        try {
            started.add(Servers.nginx(
                    folder.resolve("application"),
                    "listen 127.0.0.1:" + application + "; location / { return 200 \"" + "x".repeat(1024) + "\"; }",
                    ""));
            Process other = Servers.nginx(
                    folder.resolve("nginx"),
                    "listen 127.0.0.1:" + nginx
                            + "; location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection \"\";"
                            + " proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; }",
                    "upstream up { server 127.0.0.1:" + application + "; keepalive 256; }");
            started.add(other);
            Process third = haproxy(folder, haproxy, application);
            started.add(third);
            MeasuredRouter router = MeasuredRouter.start(application);
            started.add(router.process());
            System.out.printf("%d connections, %d s, %d rounds in turns%n", connections, seconds, rounds);
            System.out.printf("%-10s %12s %10s %12s%n", "", "requests/s", "p99 ms", "us/request");
            Map<String, List<Answered>> all = new LinkedHashMap<>();
            for (int round = 0; round <= rounds; round++) {
                for (Proxy proxy : List.of(
                        new Proxy("nginx", nginx, other),
                        new Proxy("haproxy", haproxy, third),
                        new Proxy("slipway", router.port(), router.process()))) {
                    Answered answered = wrk(proxy, round == 0 ? seconds * WARM : seconds, connections);
                    if (round > 0) {
                        System.out.printf(
                                "%-10s %12.0f %10.2f %12.1f%n",
                                proxy.name(), answered.rate(), answered.p99(), answered.micros());
                        all.computeIfAbsent(proxy.name(), name -> new ArrayList<>())
                                .add(answered);
                    }
                }
            }
            compare(all);
            park(router);
        } finally {
            for (Process process : started) {
                process.destroy();
                process.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private record Proxy(String name, int port, Process process) {}

    /**
     * @param rate requests for each second
     * @param p99 milliseconds
     * @param micros processor time of the proxy for one request
     */
    private record Answered(double rate, double p99, double micros) {}

    private static void compare(Map<String, List<Answered>> all) {
        for (String name : List.of("nginx", "haproxy")) {
            System.out.printf(
                    "slipway to %-8s throughput %.2f, p99 %.2f, processor time %.2f%n",
                    name,
                    median(all, "slipway", Answered::rate) / median(all, name, Answered::rate),
                    median(all, "slipway", Answered::p99) / median(all, name, Answered::p99),
                    median(all, "slipway", Answered::micros) / median(all, name, Answered::micros));
        }
    }

    private static double median(Map<String, List<Answered>> all, String name, ToDoubleFunction<Answered> value) {
        double[] sorted = all.getOrDefault(name, List.of()).stream()
                .mapToDouble(value)
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    private static Answered wrk(Proxy proxy, int seconds, int connections) throws Exception {
        long before = processorMicros(proxy.process());
        Process process = new ProcessBuilder(
                        "wrk",
                        "-t1",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "--latency",
                        "http://127.0.0.1:" + proxy.port() + "/")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        if (said.contains("Non-2xx") || said.contains("Socket errors")) {
            System.out.println(said);
        }
        double requests = Math.max(1, Double.parseDouble(find(COUNT, said)));
        return new Answered(
                Double.parseDouble(find(RATE, said)),
                millis(said),
                (processorMicros(proxy.process()) - before) / requests);
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

    /** Memory of the router's process with and without so many requests that wait. */
    private static void park(MeasuredRouter router) throws Exception {
        router.ask("hold");
        long before = Servers.resident(router.process());
        Process clients = new ProcessBuilder(
                        "wrk",
                        "-t2",
                        "-c" + PARKED,
                        "-d60s",
                        "--timeout",
                        "60s",
                        "http://127.0.0.1:" + router.port() + "/")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (Integer.parseInt(router.ask("waiting")) < PARKED && System.nanoTime() < deadline) {
            // The router counts; it has no event for a number of waiting requests.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        System.out.printf(
                "%s requests wait: %d MB resident, %d MB before%n",
                router.ask("waiting"), Servers.resident(router.process()) >> 20, before >> 20);
        clients.destroy();
        clients.waitFor();
    }

    static Process haproxy(Path folder, int port, int application) throws Exception {
        Path config = Files.writeString(folder.resolve("haproxy.cfg"), """
                global
                  maxconn 4096
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 60s
                  timeout server 60s
                  http-reuse always
                  option forwardfor
                listen bench
                  bind 127.0.0.1:%d
                  server app 127.0.0.1:%d
                """.formatted(port, application));
        return Servers.start(folder, List.of("haproxy", "-f", config.toString(), "-db"));
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
