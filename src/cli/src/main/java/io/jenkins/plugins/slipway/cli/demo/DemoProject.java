package io.jenkins.plugins.slipway.cli.demo;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A copy of the guestbook example in a Git repository of its own. */
final class DemoProject {
    /** Whoever runs the demo may not have told Git who they are, nor want the demo signed or hooked. */
    private static final List<String> GIT = List.of(
            "git",
            "-c",
            "user.name=Slipway Demo",
            "-c",
            "user.email=demo@localhost",
            "-c",
            "commit.gpgsign=false",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "init.defaultBranch=main",
            "-c",
            "advice.defaultBranchName=false");

    private final Path folder;
    private final Map<String, String> env;

    private DemoProject(Path folder, Map<String, String> env) {
        this.folder = folder;
        this.env = env;
    }

    /** Copies the example that this command carries and commits it. */
    static DemoProject in(Path folder, Map<String, String> env) throws IOException, InterruptedException {
        copyExample(folder);
        DemoProject project = new DemoProject(folder, env);
        project.git("init", "--quiet");
        project.commit("Version 1");
        return project;
    }

    Path folder() {
        return folder;
    }

    /** Makes version 2 of the api, as a developer would. Returns the change in short. */
    String change() throws IOException, InterruptedException {
        git("apply", "version-2.patch");
        String change = git("diff", "--stat").lines().findFirst().orElse("").strip();
        commit("Keep first and last names apart");
        return change;
    }

    private void commit(String message) throws IOException, InterruptedException {
        git("add", "--all");
        git("commit", "--quiet", "--message", message);
    }

    private String git(String... args) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(GIT);
        argv.addAll(List.of(args));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        var completion = LocalProcessRunner.create()
                .run(
                        new Command(argv, folder, env, Command.DEFAULT_TIMEOUT, Command.DEFAULT_OUTPUT_LIMIT, null),
                        output::write,
                        Cancellation.never());
        String said = output.toString(StandardCharsets.UTF_8);
        if (!completion.succeeded()) {
            throw new BadInputException("The demo needs git, and ‘git " + String.join(" ", args) + "’ "
                    + completion.describe() + ": " + said);
        }
        return said;
    }

    private static void copyExample(Path to) throws IOException {
        URL example = Objects.requireNonNull(
                DemoProject.class.getResource("/examples/guestbook/README.md"), "the example is in the jar");
        try {
            URI uri = example.toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    copy(jar.getPath("/examples/guestbook"), to);
                }
            } else {
                copy(Path.of(uri).resolveSibling(""), to);
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.write(copy, Files.readAllBytes(file));
                    // A jar does not keep modes.
                    if (Objects.requireNonNull(copy.getParent()).endsWith("bin")
                            && !copy.toFile().setExecutable(true)) {
                        throw new IOException(copy + " cannot be made executable");
                    }
                }
            }
        }
    }
}
