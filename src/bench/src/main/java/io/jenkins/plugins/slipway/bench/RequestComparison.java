package io.jenkins.plugins.slipway.bench;

import io.jenkins.plugins.slipway.testing.RawRequests;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The router beside nginx and HAProxy, before the same application, asked byte for byte what no client should send: a list of known
 * tricks, and changes of it that a seed makes. Prints each request that the router sends on whole and both others do not, or the other
 * way round, and counts the rest. Needs {@code nginx} and {@code haproxy} on the machine.
 *
 * <pre>RequestComparison FOLDER [CHANGED] [SEED]</pre>
 */
public final class RequestComparison {
    /** A proxy that waits for more of a request has not sent it on. */
    private static final int PATIENCE_MILLIS = 1_500;

    private static final int QUIET_MILLIS = 250;

    private RequestComparison() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0])).toRealPath();
        int changed = args.length > 1 ? Integer.parseInt(args[1]) : 500;
        long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
        List<Process> started = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (WholeRequests application = new WholeRequests()) {
            int nginx = Servers.free();
            int haproxy = Servers.free();
            started.add(Servers.nginx(
                    folder.resolve("nginx"),
                    "listen 127.0.0.1:" + nginx + "; location / { proxy_pass http://127.0.0.1:" + application.port()
                            + "; proxy_http_version 1.1; proxy_set_header Connection \"\"; proxy_set_header Host $http_host; }",
                    ""));
            started.add(RouterMeasurements.haproxy(folder, haproxy, application.port()));
            MeasuredRouter router = MeasuredRouter.start(application.port());
            started.add(router.process());
            Map<String, Integer> ports = new LinkedHashMap<>();
            ports.put("slipway", router.port());
            ports.put("nginx", nginx);
            ports.put("haproxy", haproxy);
            for (int port : ports.values()) {
                await(port);
            }
            List<String> known = RawRequests.known();
            compare("known", known, ports, threads);
            compare("changed by seed " + seed, RawRequests.changed(known, changed, seed), ports, threads);
        } finally {
            threads.shutdownNow();
            for (Process process : started) {
                process.destroy();
                process.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static void compare(
            String title, List<String> requests, Map<String, Integer> ports, ExecutorService threads) throws Exception {
        int all = 0;
        int none = 0;
        List<String> stricter = new ArrayList<>();
        List<String> looser = new ArrayList<>();
        for (String request : requests) {
            Map<String, Future<Integer>> asked = new LinkedHashMap<>();
            ports.forEach((name, port) -> asked.put(name, threads.submit(() -> sentOn(port, request))));
            Map<String, Integer> sent = new LinkedHashMap<>();
            for (Map.Entry<String, Future<Integer>> one : asked.entrySet()) {
                sent.put(one.getKey(), one.getValue().get());
            }
            int ours = sent.getOrDefault("slipway", 0);
            int most = Math.max(sent.getOrDefault("nginx", 0), sent.getOrDefault("haproxy", 0));
            if (ours > most) {
                looser.add(sent + " " + RawRequests.printed(request));
            } else if (ours == 0 && most == 0) {
                none++;
            } else if (ours < Math.min(sent.getOrDefault("nginx", 0), sent.getOrDefault("haproxy", 0))) {
                stricter.add(sent + " " + RawRequests.printed(request));
            } else {
                all++;
            }
        }
        System.out.printf(
                "%s: %d requests; %d sent on as at least one of the others does, %d by nobody, %d by both others only, %d by slipway only%n",
                title, requests.size(), all, none, stricter.size(), looser.size());
        looser.forEach(one -> System.out.println("  by slipway only: " + one));
        stricter.forEach(one -> System.out.println("  by both others only: " + one));
    }

    /** How many requests the application answered through a proxy. */
    private static int sentOn(int port, String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[8192];
            InputStream in = socket.getInputStream();
            try {
                int length = in.read(buffer);
                while (length > 0) {
                    answer.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                    socket.setSoTimeout(QUIET_MILLIS);
                    length = in.read(buffer);
                }
            } catch (SocketTimeoutException e) {
                // It says nothing more.
                return WholeRequests.answers(answer.toString());
            } catch (IOException e) {
                // It cut the connection, with or without an answer before.
                return WholeRequests.answers(answer.toString());
            }
            return WholeRequests.answers(answer.toString());
        }
    }

    private static void await(int port) throws IOException {
        for (int tries = 0; tries < 200; tries++) {
            try {
                if (sentOn(port, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") == 1) {
                    return;
                }
            } catch (IOException e) {
                // A program of others that starts tells nobody when it listens.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
        throw new IOException("nobody answers at port " + port);
    }
}
