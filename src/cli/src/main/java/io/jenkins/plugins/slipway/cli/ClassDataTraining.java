package io.jenkins.plugins.slipway.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs the quick verbs once, for the launcher: Java then writes down the classes they need, and later starts take them from
 * there. Not for people.
 */
final class ClassDataTraining {
    private ClassDataTraining() {}

    /** @param args an empty folder to work in */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]).toAbsolutePath();
        Path project = Files.createDirectories(folder.resolve("training"));
        Path configuration =
                Files.createDirectories(project.resolve(".slipway")).resolve("config.yaml");
        Files.writeString(configuration, "applications:\n  app:\n    type: java:17\n    hooks:\n      build: 'true'\n");
        Files.writeString(project.resolve("file"), "");
        new ProcessBuilder("git", "init", "--quiet")
                .directory(project.toFile())
                .start()
                .onExit()
                .join();
        Map<String, String> env =
                Map.of("HOME", folder.toString(), "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        for (String line : List.of("validate", "build", "build", "build --json", "status", "releases", "host status")) {
            Main.run(line.split(" "), env, project, nowhere, nowhere);
        }
    }
}
