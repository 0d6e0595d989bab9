package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.engine.environment.MainAddress;
import io.jenkins.plugins.slipway.host.HostTraining;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Runs the usual verbs once, and a host of its own with a deployment, for the launcher: Java then writes down the classes they need,
 * and later starts take them from there. Not for people.
 */
final class ClassDataTraining {
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    private final Path project;
    private final Map<String, String> env;

    private ClassDataTraining(Path project, Map<String, String> env) {
        this.project = project;
        this.env = env;
    }

    /** @param args an empty folder to work in */
    public static void main(String[] args) throws IOException, InterruptedException {
        in(Path.of(args[0]).toAbsolutePath());
        // Threads of the host that wait for nothing more must not keep the process.
        System.exit(0);
    }

    static void in(Path folder) throws IOException, InterruptedException {
        Path project = Files.createDirectories(folder.resolve("training"));
        Map<String, String> env =
                Map.of("HOME", folder.toString(), "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        ClassDataTraining training = new ClassDataTraining(project, env);
        training.project();
        training.verb("validate");
        training.verb("build");
        training.verb("build");
        training.verb("build --json");
        training.verb("status");
        HostTraining.around(folder.resolve(".slipway"), env, training::withHost);
    }

    private void withHost(int port) throws IOException, InterruptedException {
        verb("deploy staging");
        ask(port);
        Files.writeString(project.resolve("file"), "changed");
        verb("build");
        verb("deploy staging");
        ask(port);
        verb("status");
        verb("releases");
        verb("history staging");
        verb("log staging");
        verb("host status");
    }

    private void project() throws IOException, InterruptedException {
        Path configuration =
                Files.createDirectories(project.resolve(".slipway")).resolve("config.yaml");
        Files.writeString(configuration, """
                applications:
                  app:
                    type: java:17
                    hooks: { build: 'true', deploy: 'true' }
                    variables: { env: { COLOUR: blue } }
                    mounts: { data: { source: storage, source_path: data } }
                    web: { commands: { start: exec "%s" -cp . %s } }
                routes:
                  http://{default}/: { type: upstream, upstream: app:http }
                environments:
                  staging: { type: staging, variables: { MAY_CLEAN: "yes" } }
                  production: { type: production, parent: staging, requires: [staging], hold: { timeout: 30s } }
                gates:
                  staging:
                    tests: [{ run: 'true', junit: reports/*.xml }]
                    rules: [{ metric: tests.failed, max: 0 }]
                health: { app: { path: /, status: 200-499, timeout: 60s } }
                data: { app: { version: echo 1 } }
                order: [app]
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"), TrainingApplication.class.getName()));
        String program = TrainingApplication.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(project.resolve(program).getParent());
        try (InputStream code =
                Objects.requireNonNull(ClassDataTraining.class.getClassLoader().getResourceAsStream(program))) {
            Files.copy(code, project.resolve(program));
        }
        Files.writeString(project.resolve("file"), "");
        new ProcessBuilder("git", "init", "--quiet")
                .directory(project.toFile())
                .start()
                .waitFor();
    }

    private void verb(String line) {
        Main.run(line.split(" "), env, project, NOWHERE, NOWHERE);
    }

    private static void ask(int port) throws IOException {
        // Java resolves no name below localhost by itself; the router goes by the header.
        System.setProperty("sun.net.http.allowRestrictedHeaders", "true");
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
        connection.setRequestProperty("Host", MainAddress.host("training", "staging"));
        try (InputStream body = connection.getResponseCode() < 400 ? connection.getInputStream() : null) {
            if (body != null) {
                body.readAllBytes();
            }
        }
    }
}
