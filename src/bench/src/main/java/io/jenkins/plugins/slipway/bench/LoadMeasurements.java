package io.jenkins.plugins.slipway.bench;

import io.jenkins.plugins.slipway.cli.Main;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.HostControl;
import io.jenkins.plugins.slipway.host.control.StatusReport;
import io.jenkins.plugins.slipway.host.router.Router.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many clients at a time while release after release is built and deployed by the command: how many requests were answered, had to
 * wait, were told to come back (those with effects, while releases switch), and were lost. With {@code daemon} or {@code router} that
 * process is killed in the middle of every other deployment; with {@code upgrade} both are replaced after every other one.
 *
 * <pre>LoadMeasurements FOLDER [CLIENTS] [DEPLOYMENTS] [daemon|router|upgrade]</pre>
 */
public final class LoadMeasurements {
    private final Path project;
    private final Path home;
    private final HostControl host;

    private LoadMeasurements(Path folder) {
        this.project = folder.resolve("project");
        this.home = folder.resolve("home");
        this.host = HostControl.of(home);
    }

    public static void main(String[] arguments) throws Exception {
        LoadMeasurements measurements = new LoadMeasurements(
                Files.createDirectories(Path.of(arguments[0])).toRealPath());
        int clients = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        int deployments = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
        measurements.run(clients, deployments, arguments.length > 3 ? arguments[3] : "");
    }

    private void run(int clients, int deployments, String trouble) throws Exception {
        create();
        int port = host.start(0, null).port();
        try {
            deploy(0);
            LoadClients load = new LoadClients(port, "production.loaded.localhost:" + port, clients);
            long begun = System.nanoTime();
            int undone = 0;
            for (int number = 1; number <= deployments; number++) {
                boolean now = number % 2 == 0;
                Thread killer = new Thread(() -> killSoon(trouble.equals("router")), "killer");
                if (now && (trouble.equals("daemon") || trouble.equals("router"))) {
                    killer.start();
                }
                undone += deploy(number) == 0 ? 0 : 1;
                killer.join();
                if (now && trouble.equals("upgrade")) {
                    host.upgrade(Cancellation.never());
                }
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            load.end();
            report(clients, deployments, undone, seconds, load);
        } finally {
            host.stop(true);
        }
    }

    private void report(int clients, int deployments, int undone, double seconds, LoadClients load)
            throws InterruptedException {
        Traffic traffic = host.status().orElseThrow().environments().stream()
                .map(StatusReport.Environment::traffic)
                .reduce(Traffic.NONE, Traffic::plus);
        System.out.printf("%d clients, %d deployments (%d undone), %.0f s%n", clients, deployments, undone, seconds);
        System.out.printf(
                "answered %d, told to come back %d (POST), lost %d, lost with effects %d; the longest took %.0f ms%n",
                load.answered.get(),
                load.turnedBack.get(),
                load.lost.get(),
                load.lostWithEffects.get(),
                load.longestNanos.get() / 1e6);
        System.out.printf(
                "the router counts: held %d, refused %d, lost %d%n", traffic.held(), traffic.refused(), traffic.lost());
    }

    private void create() throws Exception {
        String file = LoadedApplication.class.getName().replace('.', '/') + ".class";
        Path copy = project.resolve("lib").resolve(file);
        Files.createDirectories(copy.getParent());
        try (InputStream bytes = Objects.requireNonNull(LoadMeasurements.class.getResourceAsStream("/" + file))) {
            Files.copy(bytes, copy);
        }
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                project: loaded
                applications:
                  app:
                    type: java:17
                    source: { root: / }
                    web: { commands: { start: "exec java -XX:+UseSerialGC -Xmx96m -cp lib %s" } }
                routes:
                  "http://{default}/": { type: upstream, upstream: "app:http" }
                environments:
                  production: { type: production }
                """.formatted(LoadedApplication.class.getName()));
        Files.writeString(project.resolve("version"), "0");
        Shell.run(
                project,
                "git init -q . && git add -A && git -c user.name=x -c user.email=x@example.org commit -qm loaded");
    }

    /** Returns 0, 1 if it was undone, 3 if it lost the lock before it began. */
    private int deploy(int number) throws Exception {
        Files.writeString(project.resolve("version"), Integer.toString(number));
        slipway(0, "build");
        return slipway(number == 0 ? 0 : 3, "deploy", "production");
    }

    private int slipway(int most, String... verb) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("SLIPWAY_HOME", home.toString());
        int code = Main.run(verb, environment, project, out, out);
        if (code > most) {
            throw new IllegalStateException(
                    String.join(" ", verb) + " ended with " + code + ":\n" + said.toString(StandardCharsets.UTF_8));
        }
        return code;
    }

    private void killSoon(boolean router) {
        try {
            // In the middle of what a deployment takes.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_500));
            StatusReport status = host.status().orElseThrow();
            ProcessHandle.of(router ? status.router() : status.pid()).ifPresent(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
