package io.jenkins.plugins.slipway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long requests wait while releases switch, and how much of that is not the application's own start: an nginx is deployed again and
 * again under one client that never pauses, and the router's log of requests says how long it waited.
 *
 * <pre>HoldMeasurements FOLDER SLIPWAY [ROUNDS]</pre>
 */
public final class HoldMeasurements {
    private static final Pattern PORT = Pattern.compile("\"port\"\\s*:\\s*([0-9]+)");
    private static final Pattern HELD = Pattern.compile(" ([0-9.]+) hold/production ");
    private static final long LOG_MILLIS = 1_000;
    private static final String HOST = "production.hold.localhost";

    private final Path project;
    private final Path home;
    private final String slipway;

    private HoldMeasurements(Path folder, String slipway) {
        this.project = folder.resolve("project");
        this.home = folder.resolve("home");
        this.slipway = slipway;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0])).toRealPath();
        new HoldMeasurements(folder, args[1]).measure(args.length > 2 ? Integer.parseInt(args[2]) : 7);
    }

    private void measure(int rounds) throws Exception {
        prepare();
        double start = ownStart();
        try {
            run("build");
            run("deploy", "production");
            Matcher port = PORT.matcher(run("host", "status", "--json"));
            if (!port.find()) {
                throw new IOException("the host daemon does not run");
            }
            AtomicBoolean over = new AtomicBoolean();
            Thread client = new Thread(() -> ask(Integer.parseInt(port.group(1)), over));
            client.start();
            List<Double> held = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                long before = Files.exists(log()) ? Files.size(log()) : 0;
                run("deploy", "production");
                // The log is written a few times a second, and tells nobody.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOG_MILLIS));
                held.add(longest(before));
            }
            over.set(true);
            client.join();
            held.sort(Double::compare);
            double median = held.get(held.size() / 2);
            System.out.printf(
                    "requests waited %.0f ms (median of %d, %.0f to %.0f); the application starts in %.0f ms: %.0f ms are ours%n",
                    median, held.size(), held.get(0), held.get(held.size() - 1), start, median - start);
        } finally {
            run("host", "stop");
        }
    }

    private void prepare() throws Exception {
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                project: hold
                applications:
                  web:
                    type: java:17
                    build: { flavor: none }
                    web:
                      commands:
                        start: exec ./serve
                """);
        Path serve = Files.writeString(project.resolve("serve"), """
                #!/bin/sh
                d=$(mktemp -d)
                echo "user root root; worker_processes 1; events { worker_connections 64; } http { access_log off;
                client_body_temp_path $d/b; proxy_temp_path $d/p; fastcgi_temp_path $d/f; uwsgi_temp_path $d/u; scgi_temp_path $d/s;
                server { listen 127.0.0.1:$PORT; location / { return 200 ok; } } }" > $d/c
                exec nginx -e stderr -c $d/c -g "daemon off; master_process off; pid $d/pid;"
                """);
        if (!serve.toFile().setExecutable(true)) {
            throw new IOException(serve + " cannot be made executable");
        }
        Shell.exec(project, "git", "init", "-q");
    }

    /** Milliseconds until the application takes connections when nothing is between. */
    private double ownStart() throws Exception {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int port;
            try (ServerSocket socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            ProcessBuilder builder = new ProcessBuilder(project.resolve("serve").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("PORT", Integer.toString(port));
            long begun = System.nanoTime();
            Process process = builder.start();
            while (!listens(port)) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
            }
            all.add((System.nanoTime() - begun) / 1e6);
            process.destroy();
            process.waitFor();
        }
        all.sort(Double::compare);
        return all.get(all.size() / 2);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void ask(int port, AtomicBoolean over) {
        byte[] request = ("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] answer = new byte[4096];
        while (!over.get()) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                InputStream in = socket.getInputStream();
                do {
                    socket.getOutputStream().write(request);
                } while (in.read(answer) > 0 && !over.get() && pause());
            } catch (IOException e) {
                pause();
            }
        }
    }

    private static boolean pause() {
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        return true;
    }

    private double longest(long from) throws IOException {
        String text = Files.readString(log(), StandardCharsets.ISO_8859_1).substring((int) from);
        Matcher held = HELD.matcher(text);
        double result = 0;
        while (held.find()) {
            result = Math.max(result, Double.parseDouble(held.group(1)) * 1000);
        }
        return result;
    }

    private Path log() {
        return home.resolve("host/environments/hold/production/logs/access.log");
    }

    private String run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(slipway, "--home", home.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectError(home.resolveSibling("said").toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + said + Files.readString(home.resolveSibling("said")));
        }
        return said;
    }
}
