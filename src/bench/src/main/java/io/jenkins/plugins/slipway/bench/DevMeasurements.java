package io.jenkins.plugins.slipway.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From a saved file to the first answer that has the change: {@code slipway dev} on the integrations example, beside nodemon restarting
 * a plain server around the very same code.
 *
 * <pre>java -cp … io.jenkins.plugins.slipway.bench.DevMeasurements FOLDER SLIPWAY NODEMON [ROUNDS]</pre>
 *
 * {@code SLIPWAY} is the launcher of a checkout, {@code NODEMON} a {@code node_modules/.bin/nodemon}.
 */
public final class DevMeasurements {
    /** How often an answer is asked for; what both sides' figures may be late by. */
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Apart, so that no side is still busy with the change before; nodemon looks away for a second after each. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

    private static final String PLAIN_SERVER = """
            import { createServer } from 'node:http';
            import { load } from './node_modules/slipway-sdk/lib/runtime.js';
            const runtime = await load('deploy.js');
            createServer(async (request, response) => {
              let body = '';
              for await (const chunk of request) body += chunk;
              const input = { method: 'POST', path: '/', query: '', headers: [], body: Buffer.from(body).toString('base64') };
              const { value } = await runtime.answer({ v: 1, id: '1', type: 'call', object: 'issues', operation: 'run', input });
              response.end(Buffer.from(value.body, 'base64'));
            }).listen(Number(process.env.PORT), '127.0.0.1');
            """;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;
    private final Path example;
    private final String slipway;
    private final String nodemon;
    private int changes;

    private DevMeasurements(Path folder, Path slipway, Path nodemon) throws IOException {
        this.folder = Files.createDirectories(folder).toRealPath();
        this.slipway = slipway.toAbsolutePath().toString();
        this.nodemon = nodemon.toAbsolutePath().toString();
        this.example = slipway.toAbsolutePath().resolveSibling("examples/integrations");
    }

    public static void main(String[] arguments) throws Exception {
        new DevMeasurements(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]))
                .run(arguments.length > 3 ? Integer.parseInt(arguments[3]) : 15);
    }

    private void run(int rounds) throws Exception {
        try (Third hoster = new Third();
                Plain asUsual = new Plain("as-usual", 9301, List.of());
                Plain atOnce = new Plain("at-once", 9302, List.of("--delay", "0.04"));
                Dev dev = new Dev()) {
            new Comparison("a saved file, to the first answer that has it")
                    .way("nodemon --delay 0.04", () -> change(atOnce.project, atOnce.address))
                    .way("nodemon", () -> change(asUsual.project, asUsual.address))
                    .way("slipway dev", () -> change(dev.project, dev.address))
                    .resting(PAUSE_NANOS)
                    .run(rounds);
        }
    }

    private void change(Path project, String address) throws Exception {
        String text = "Change " + ++changes;
        Files.writeString(
                project.resolve("lib/greeting.js"),
                "export function greeting(name) {\n  return { text: `" + text + ", ${name}.` };\n}\n");
        await(address, text + ", Ann.");
    }

    private void await(String address, String text) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answer(address).contains(text)) {
            if (System.nanoTime() > end) {
                throw new IOException(address + " never answered ‘" + text + "’");
            }
            // There is no event to wait for: both sides are watched from outside.
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    private String answer(String address) throws Exception {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address))
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"author\":\"Ann\"}"))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            // nodemon ends the server in the middle of an answer.
            return "";
        }
    }

    private Path copy(String name) throws Exception {
        Path project = folder.resolve(name);
        if (!Files.exists(project)) {
            Shell.exec(folder, "cp", "-r", example.toString(), project.toString());
            Shell.exec(project, "npm", "install", "--no-audit", "--no-fund");
        }
        return project;
    }

    private Process start(Path project, Map<String, String> environment, List<String> argv) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(
                        project.resolveSibling(project.getFileName() + ".log").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void end(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        children.forEach(ProcessHandle::destroy);
    }

    /** The same code in a plain server that nodemon restarts. */
    private final class Plain implements AutoCloseable {
        private final Path project;
        private final String address;
        private final Process process;

        Plain(String name, int port, List<String> options) throws Exception {
            project = copy(name);
            Files.writeString(project.resolve("serve.js"), PLAIN_SERVER);
            address = "http://127.0.0.1:" + port + "/";
            List<String> argv = new ArrayList<>(List.of(nodemon));
            argv.addAll(options);
            argv.add("serve.js");
            process = start(project, Map.of("PORT", Integer.toString(port)), argv);
            change(project, address);
        }

        @Override
        public void close() {
            end(process);
        }
    }

    private final class Dev implements AutoCloseable {
        private final Path project = copy("dev");
        private final Map<String, String> home =
                Map.of("SLIPWAY_HOME", folder.resolve("home").toString());
        private final Process process;
        private final String address;

        Dev() throws Exception {
            process = start(project, home, List.of(slipway, "dev"));
            address = address();
            change(project, address);
        }

        private String address() throws IOException {
            Pattern said = Pattern.compile("webhook issues +(http\\S+)");
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                Matcher found = said.matcher(Files.readString(folder.resolve("dev.log")));
                if (found.find()) {
                    return found.group(1);
                }
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
            throw new IOException("slipway dev never said its address: " + folder.resolve("dev.log"));
        }

        @Override
        public void close() throws Exception {
            end(process);
            ProcessBuilder stop = new ProcessBuilder(slipway, "host", "stop").directory(project.toFile());
            stop.environment().putAll(home);
            stop.start().waitFor();
        }
    }

    /** The pretend hoster of the example. */
    private final class Third implements AutoCloseable {
        private final Process process;

        Third() throws Exception {
            process = start(copy("hoster"), Map.of(), List.of("node", "bin/hoster.js"));
        }

        @Override
        public void close() {
            end(process);
        }
    }
}
