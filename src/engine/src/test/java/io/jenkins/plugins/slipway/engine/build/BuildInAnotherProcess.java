package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Builds a project in a process of its own, so that a test can kill it. */
final class BuildInAnotherProcess {
    private BuildInAnotherProcess() {}

    public static void main(String[] args) throws Exception {
        Path project = Path.of(args[0]);
        Path home = Path.of(args[1]);
        new Builder(
                        LocalProcessRunner.create(),
                        DirectoryArtifactStore.open(home.resolve("artifacts")),
                        home,
                        Clock.systemUTC())
                .build(
                        BuildRequest.all(
                                project,
                                ConfigReader.read(project, "shop"),
                                Map.of("PATH", System.getenv("PATH"), "HOME", home.toString())),
                        BuildListener.none(),
                        Cancellation.never());
    }
}
