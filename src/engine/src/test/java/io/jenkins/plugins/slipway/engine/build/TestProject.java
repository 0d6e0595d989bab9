package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore.Progress;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.build.BuildOutcome.BuiltApplication;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A project in a folder, with Git or without, and a state home of its own. */
public final class TestProject {
    private final Path folder;
    private final Path project;
    private final Path home;
    private final Map<String, String> caller;
    private ProcessRunner runner = LocalProcessRunner.create();

    public TestProject(Path folder) throws IOException {
        this.folder = folder;
        this.project = Files.createDirectory(folder.resolve("shop"));
        this.home = folder.resolve("home");
        this.caller = Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString());
        Files.writeString(
                folder.resolve(".gitconfig"),
                "[user]\n name = Test\n email = test@example.org\n[init]\n defaultBranch = main\n[protocol \"file\"]\n allow = always\n");
    }

    public Path project() {
        return project;
    }

    public Path home() {
        return home;
    }

    public TestProject with(ProcessRunner other) {
        runner = other;
        return this;
    }

    /** Writes the configuration of one application whose root is a folder of the project. */
    public TestProject configure(String yaml) throws IOException {
        write(".slipway/config.yaml", yaml);
        return this;
    }

    public TestProject write(String name, String content) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    public TestProject git(String... arguments) throws IOException {
        return gitIn(project, arguments);
    }

    public TestProject gitIn(Path directory, String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(argv).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(new HashMap<>(caller));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", argv) + ": " + said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return this;
    }

    public TestProject commit() throws IOException {
        return git("add", "-A").git("commit", "-q", "--allow-empty", "-m", "change");
    }

    public ArtifactStore store() throws IOException {
        return DirectoryArtifactStore.open(home.resolve("artifacts"));
    }

    public Builder builder() throws IOException {
        return new Builder(runner, store(), home, Clock.systemUTC());
    }

    public BuildRequest request() {
        return BuildRequest.all(project, ConfigReader.read(project, "shop"), caller);
    }

    public BuildPlan plan() throws IOException {
        return builder().plan(request());
    }

    public BuildOutcome build() throws IOException {
        return build(request());
    }

    public BuildOutcome build(BuildRequest request) throws IOException {
        return builder().build(request, BuildListener.none(), Cancellation.never());
    }

    /** Builds a project with a single application. */
    public BuiltApplication buildOne() throws IOException {
        return build().applications().get(0);
    }

    /** The key of a project with a single application. */
    public Digest key() throws IOException {
        return plan().applications().get(0).key();
    }

    /** A folder with the artifact's content. */
    public Path unpack(Digest artifact) throws IOException {
        Path destination = folder.resolve("unpacked-" + UUID.randomUUID());
        store().unpack(artifact, destination, Progress.none());
        return destination;
    }

    /** The same project under another path. */
    public TestProject copyTo(Path other) throws IOException {
        TestProject copy = new TestProject(other);
        Files.delete(copy.project);
        try (var all = Files.walk(project)) {
            for (Path file : all.toList()) {
                Files.copy(
                        file,
                        copy.project.resolve(project.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        java.nio.file.LinkOption.NOFOLLOW_LINKS);
            }
        }
        return copy;
    }
}
