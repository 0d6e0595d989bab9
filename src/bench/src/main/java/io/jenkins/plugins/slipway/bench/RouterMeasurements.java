package io.jenkins.plugins.slipway.bench;

import io.jenkins.plugins.slipway.host.router.NettyRouter;
import io.jenkins.plugins.slipway.host.router.Router.HoldRule;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.Routes.Destination;
import io.jenkins.plugins.slipway.host.router.Routes.Route;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The router beside nginx and HAProxy as reverse proxies before the same application (an nginx that answers 1 KB), asked by wrk; and
 * what waiting requests cost. Needs {@code nginx}, {@code haproxy} and {@code wrk} on the machine.
 *
 * <pre>RouterMeasurements FOLDER [SECONDS] [CONNECTIONS] [ROUNDS]</pre>
 */
public final class RouterMeasurements {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");
    private static final int PARKED = 10_000;

    private RouterMeasurements() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0])).toRealPath();
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int connections = args.length > 2 ? Integer.parseInt(args[2]) : 64;
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 3;
        int application = free();
        int nginx = free();
        int haproxy = free();
        List<Process> started = new ArrayList<>();
        try (NettyRouter router = NettyRouter.listen("127.0.0.1", 0)) {
            started.add(nginx(
                    folder.resolve("application"),
                    "listen 127.0.0.1:" + application + "; location / { return 200 \"" + "x".repeat(1024) + "\"; }",
                    ""));
            started.add(nginx(
                    folder.resolve("nginx"),
                    "listen 127.0.0.1:" + nginx
                            + "; location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection \"\";"
                            + " proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; }",
                    "upstream up { server 127.0.0.1:" + application + "; keepalive 256; }"));
            started.add(haproxy(folder, haproxy, application));
            router.announce("bench", Set.of("127.0.0.1"));
            router.serve(
                    "bench", new Routes(List.of(new Route("127.0.0.1", "/", new Destination.Upstream(application)))));
            System.out.printf("%d connections, %d s, %d rounds in turns%n", connections, seconds, rounds);
            System.out.printf("%-10s %12s %10s%n", "", "requests/s", "p99 ms");
            for (int round = 0; round <= rounds; round++) {
                wrk("nginx", nginx, seconds, connections, round > 0);
                wrk("haproxy", haproxy, seconds, connections, round > 0);
                wrk("slipway", router.port(), seconds, connections, round > 0);
            }
            park(router);
        } finally {
            for (Process process : started) {
                process.destroy();
                process.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static void wrk(String name, int port, int seconds, int connections, boolean print) throws Exception {
        Process process = new ProcessBuilder(
                        "wrk",
                        "-t2",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "--latency",
                        "http://127.0.0.1:" + port + "/")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        if (said.contains("Non-2xx") || said.contains("Socket errors")) {
            System.out.println(said);
        }
        if (print) {
            System.out.printf("%-10s %12s %10.2f%n", name, find(RATE, said), millis(said));
        }
    }

    /** Memory of this process with and without so many requests that wait. */
    private static void park(NettyRouter router) throws Exception {
        router.hold("bench", new HoldRule(false, Duration.ofMinutes(5), PARKED));
        long before = resident();
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
        while (router.traffic("bench").waiting() < PARKED) {
            // The router counts; it has no event for a number of waiting requests.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        System.out.printf(
                "%d requests wait: %d MB resident, %d MB before%n",
                router.traffic("bench").waiting(), resident() >> 20, before >> 20);
        clients.destroy();
        clients.waitFor();
    }

    private static long resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        return 0;
    }

    private static Process nginx(Path folder, String server, String more) throws Exception {
        Files.createDirectories(folder);
        Path config = Files.writeString(folder.resolve("nginx.conf"), """
                worker_processes auto; daemon off; pid %1$s/pid; error_log %1$s/error.log;
                events { worker_connections 4096; }
                http { access_log off; keepalive_requests 1000000; client_body_temp_path %1$s/b; proxy_temp_path %1$s/p;
                  fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                  %3$s
                  server { %2$s } }
                """.formatted(folder, server, more));
        return start(
                folder,
                List.of(
                        "nginx",
                        "-c",
                        config.toString(),
                        "-e",
                        folder.resolve("error.log").toString()));
    }

    private static Process haproxy(Path folder, int port, int application) throws Exception {
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
        return start(folder, List.of("haproxy", "-f", config.toString(), "-db"));
    }

    private static Process start(Path folder, List<String> argv) throws IOException {
        return new ProcessBuilder(argv)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(argv.get(0) + ".log").toFile()))
                .start();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "?";
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
