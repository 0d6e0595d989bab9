package io.jenkins.plugins.slipway.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What well-behaved clients see of the router, and of nginx, while others want to do harm; and how much memory each takes. Both stand
 * before the same application, an nginx that answers 1 KB, and meet the same clients in turns, in one run. Needs {@code nginx}, and
 * 20,000 open files ({@code ulimit -n 20000}).
 *
 * <pre>HostileMeasurements FOLDER [SECONDS] [NAME OF ONE KIND]</pre>
 */
public final class HostileMeasurements {
    private static final int CLIENTS = 8;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int LARGE = 20 << 20;

    private HostileMeasurements() {}

    /** Begins to do harm at a port. */
    private interface Kind {
        AutoCloseable begin(int port) throws Exception;
    }

    private record Proxy(String name, int port, Process process) {}

    private record Seen(int answered, int lost, double p50, double p99) {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0])).toRealPath();
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int application = Servers.free();
        int nginx = Servers.free();
        Files.write(Files.createDirectories(folder.resolve("files")).resolve("large"), new byte[LARGE]);
        List<Process> started = new ArrayList<>();
        try {
            started.add(Servers.nginx(
                    folder.resolve("application"),
                    "listen 127.0.0.1:" + application + " backlog=4096; client_max_body_size 0; root "
                            + folder.resolve("files") + "; location /large {} location / { return 200 \""
                            + "x".repeat(1024) + "\"; }",
                    ""));
            Process other = Servers.nginx(
                    folder.resolve("nginx"),
                    "listen 127.0.0.1:" + nginx + " backlog=4096; large_client_header_buffers 4 32k;"
                            + " location / { proxy_pass http://up; proxy_http_version 1.1;"
                            // Else it writes what slow readers do not take to the disk, gigabytes of it.
                            + " proxy_max_temp_file_size 0;"
                            + " proxy_set_header Connection \"\"; client_max_body_size 0; }",
                    "upstream up { server 127.0.0.1:" + application + "; keepalive 256; }");
            started.add(other);
            MeasuredRouter router = MeasuredRouter.start(application);
            started.add(router.process());
            List<Proxy> proxies =
                    List.of(new Proxy("nginx", nginx, other), new Proxy("slipway", router.port(), router.process()));
            Map<String, Kind> kinds = kinds();
            if (args.length > 2) {
                kinds.keySet().retainAll(List.of(args[2]));
            }
            for (Kind kind : kinds.values()) {
                // The first time counts for nothing: Java translates while it runs.
                try (AutoCloseable harm = kind.begin(router.port())) {
                    behave(router.port(), seconds);
                }
            }
            System.out.printf(
                    "%d well-behaved clients, %d s each%n%-24s %-8s %9s %6s %9s %9s %8s %8s%n",
                    CLIENTS, seconds, "", "", "answered", "lost", "p50 ms", "p99 ms", "MB", "p99 to");
            for (Map.Entry<String, Kind> kind : kinds.entrySet()) {
                measure(kind.getKey(), kind.getValue(), proxies, seconds);
            }
        } finally {
            for (Process process : started) {
                process.destroy();
                process.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static Map<String, Kind> kinds() {
        String host = " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("nobody", port -> () -> {});
        kinds.put(
                "1,100 slow bodies",
                port -> HostileClients.standing(
                        port, 1_100, i -> "POST /" + host + "Content-Length: 1000\r\n\r\nx", "x"));
        kinds.put(
                "1,100 slow large bodies",
                port -> HostileClients.standing(
                        port,
                        1_100,
                        i -> "POST /" + host + "Content-Length: 10000000\r\n\r\n" + "x".repeat(100_000),
                        "x"));
        kinds.put("1,100 slow heads", port -> HostileClients.standing(port, 1_100, i -> "GET /" + host, "a: b\r\n"));
        kinds.put("60 slow readers", port -> HostileClients.standing(port, 60, i -> "GET /large" + host + "\r\n", ""));
        kinds.put("many paths", port -> HostileClients.flooding(port, 64, i -> "GET /missing/" + i + host + "\r\n"));
        kinds.put(
                "long paths",
                port -> HostileClients.flooding(port, 64, i -> "GET /" + "p".repeat(15_000) + i + host + "\r\n"));
        kinds.put(
                "many headers",
                port -> HostileClients.flooding(
                        port, 64, i -> "GET /" + host + "X-Some: header\r\n".repeat(120) + "\r\n"));
        kinds.put(
                "requests sent ahead",
                port -> HostileClients.standing(port, 200, i -> ("GET /" + host + "\r\n").repeat(2_000), ""));
        kinds.put("9,000 idle", port -> HostileClients.standing(port, 9_000, i -> "", ""));
        kinds.put("nobody again", port -> () -> {});
        return kinds;
    }

    private static void measure(String name, Kind kind, List<Proxy> proxies, int seconds) throws Exception {
        double first = 0;
        for (Proxy proxy : proxies) {
            try (AutoCloseable harm = kind.begin(proxy.port())) {
                Seen seen = behave(proxy.port(), seconds);
                first = first == 0 ? seen.p99() : first;
                System.out.printf(
                        "%-24s %-8s %9d %6d %9.2f %9.2f %8d %8.2f%n",
                        name,
                        proxy.name(),
                        seen.answered(),
                        seen.lost(),
                        seen.p50(),
                        seen.p99(),
                        Servers.residentOfAll(proxy.process()) >> 20,
                        seen.p99() / first);
            }
        }
    }

    /** Each client asks one thing after another, with a little pause; a connection that is closed between requests is opened anew. */
    private static Seen behave(int port, int seconds) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        List<Long> nanos = new ArrayList<>();
        int[] lost = new int[1];
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int i = 0; i < CLIENTS; i++) {
            Thread thread = new Thread(() -> {
                List<Long> own = new ArrayList<>();
                int failed = 0;
                while (System.nanoTime() < end) {
                    failed += ask(port, end, own);
                }
                synchronized (nanos) {
                    nanos.addAll(own);
                    lost[0] += failed;
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Seen(sorted.length, lost[0], millis(sorted, 0.5), millis(sorted, 0.99));
    }

    /** Returns how many requests were lost. */
    private static int ask(int port, long end, List<Long> nanos) {
        byte[] request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (System.nanoTime() < end) {
                long begun = System.nanoTime();
                socket.getOutputStream().write(request);
                if (!answered(in)) {
                    return 1;
                }
                nanos.add(System.nanoTime() - begun);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return 0;
        } catch (IOException e) {
            return 1;
        }
    }

    private static boolean answered(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        String length = Arrays.stream(head.toString().split("\r\n"))
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .findFirst()
                .orElse("content-length: 0");
        int size = Integer.parseInt(length.substring(length.indexOf(':') + 1).strip());
        return in.readNBytes(size).length == size && head.indexOf("HTTP/1.1 200") == 0;
    }

    private static double millis(long[] sorted, double part) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (part * (sorted.length - 1))] / 1e6;
    }
}
