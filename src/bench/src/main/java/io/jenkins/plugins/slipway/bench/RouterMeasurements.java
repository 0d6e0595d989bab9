package io.jenkins.plugins.slipway.bench;

import io.jenkins.plugins.slipway.bench.Wrk.Answered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * The router beside nginx and HAProxy in front of the same nginx, all with a log of requests: small and large answers, encrypted and
 * plain, with and without connections that stay, in turns; then the memory that requests cost that wait.
 *
 * <pre>RouterMeasurements FOLDER [SECONDS [CONNECTIONS [ROUNDS [WORD OF THE ROWS]]]]</pre>
 */
public final class RouterMeasurements {
    private static final int PARKED = 10_000;
    private static final int LARGE = 1 << 20;
    /** The first round counts for nothing, and is so many times as long: Java translates while it runs. */
    private static final int WARM = 4;

    private RouterMeasurements() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0])).toRealPath();
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int connections = args.length > 2 ? Integer.parseInt(args[2]) : 64;
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 3;
        String only = args.length > 4 ? args[4] : "";
        int application = Servers.free();
        List<Process> started = new ArrayList<>();
        try {
            started.add(application(folder, application));
            KeyPair pair = KeyPair.make(folder);
            List<Proxy> proxies = new ArrayList<>();
            int plain = Servers.free();
            int secure = Servers.free();
            proxies.add(new Proxy("nginx", plain, secure, nginx(folder, plain, secure, application, pair)));
            plain = Servers.free();
            secure = Servers.free();
            proxies.add(new Proxy("haproxy", plain, secure, haproxy(folder, plain, secure, application, pair)));
            secure = Servers.free();
            MeasuredRouter router = MeasuredRouter.start(application, folder.resolve("router"), secure, pair);
            proxies.add(new Proxy("slipway", router.port(), secure, router.process()));
            proxies.forEach(proxy -> started.add(proxy.process()));
            System.out.printf("%d connections, %d s, %d rounds in turns%n", connections, seconds, rounds);
            for (boolean encrypted : List.of(false, true)) {
                for (boolean keepAlive : List.of(true, false)) {
                    for (String path : List.of("/", "/large")) {
                        Row row = new Row(encrypted, keepAlive, path);
                        if (row.toString().contains(only)) {
                            measure(row, proxies, seconds, connections, rounds);
                        }
                    }
                }
            }
            park(router);
        } finally {
            for (Process process : started) {
                process.destroy();
                process.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private record Proxy(String name, int plain, int secure, Process process) {}

    private record Row(boolean encrypted, boolean keepAlive, String path) {
        @Override
        public String toString() {
            return (path.equals("/") ? "1 KB" : "1 MB")
                    + (encrypted ? ", TLS" : "")
                    + (keepAlive ? "" : ", a connection for each request");
        }

        String url(Proxy proxy) {
            return (encrypted ? "https://127.0.0.1:" + proxy.secure() : "http://127.0.0.1:" + proxy.plain()) + path;
        }
    }

    private static void measure(Row row, List<Proxy> proxies, int seconds, int connections, int rounds)
            throws Exception {
        Map<String, List<Answered>> all = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Proxy proxy : proxies) {
                int time = round == 0 && proxy.name().equals("slipway") ? seconds * WARM : seconds;
                Answered answered = Wrk.run(proxy.process(), row.url(proxy), time, connections, row.keepAlive());
                if (round > 0) {
                    all.computeIfAbsent(proxy.name(), name -> new ArrayList<>()).add(answered);
                }
            }
        }
        System.out.printf("%n%-44s %12s %10s %12s%n", row, "requests/s", "p99 ms", "us/request");
        for (String name : all.keySet()) {
            System.out.printf(
                    "%-44s %12.0f %10.2f %12.1f%n",
                    name,
                    median(all, name, Answered::rate),
                    median(all, name, Answered::p99),
                    median(all, name, Answered::micros));
        }
        for (String name : List.of("nginx", "haproxy")) {
            System.out.printf(
                    "%-44s %12.2f %10.2f %12.2f%n",
                    "slipway to " + name,
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

    private static Process application(Path folder, int port) throws Exception {
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.write(files.resolve("large"), new byte[LARGE]);
        return Servers.nginx(
                folder.resolve("application"),
                "listen 127.0.0.1:" + port + "; location = / { return 200 \"" + "x".repeat(1024)
                        + "\"; } location / { root " + files + "; }",
                "sendfile on; ");
    }

    private static Process nginx(Path folder, int plain, int secure, int application, KeyPair pair) throws Exception {
        Path own = Files.createDirectories(folder.resolve("nginx"));
        return Servers.nginx(
                own,
                "listen 127.0.0.1:" + plain + "; listen 127.0.0.1:" + secure + " ssl; ssl_certificate "
                        + pair.certificate() + "; ssl_certificate_key " + pair.key() + "; access_log " + own
                        + "/access.log combined buffer=32k flush=1s;"
                        + " location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection \"\";"
                        + " proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; }",
                "upstream up { server 127.0.0.1:" + application + "; keepalive 256; }");
    }

    private static Process haproxy(Path folder, int plain, int secure, int application, KeyPair pair) throws Exception {
        Path both = folder.resolve("both.pem");
        Files.writeString(both, Files.readString(pair.certificate()) + Files.readString(pair.key()));
        return haproxy(
                folder,
                "log stdout format raw local0",
                "log global\n  option httplog\n  bind 127.0.0.1:" + secure + " ssl crt " + both,
                plain,
                application);
    }

    static Process haproxy(Path folder, int port, int application) throws Exception {
        return haproxy(folder, "", "", port, application);
    }

    private static Process haproxy(Path folder, String global, String listen, int port, int application)
            throws Exception {
        Path config =
                Files.writeString(folder.resolve("haproxy.cfg"), """
                global
                  maxconn 4096
                  %s
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 60s
                  timeout server 60s
                  http-reuse always
                  option forwardfor
                listen bench
                  bind 127.0.0.1:%d
                  %s
                  server app 127.0.0.1:%d
                """.formatted(global, port, listen, application));
        return Servers.start(folder, List.of("haproxy", "-f", config.toString(), "-db"));
    }
}
