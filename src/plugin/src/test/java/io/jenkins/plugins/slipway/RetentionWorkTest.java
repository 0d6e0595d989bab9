package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import hudson.FilePath;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import tools.jackson.databind.json.JsonMapper;

/** Artifacts that nobody wants back leave the controller; what is live, to go back to, or was good never does. */
@WithJenkins
class RetentionWorkTest {
    private static final Instant THEN = Instant.now().minus(Duration.ofDays(100));

    @TempDir
    private Path folder;

    private SqlRecords records;
    private ArtifactStore artifacts;
    private final List<Digest> made = new ArrayList<>();

    private void deploy(int number) throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree" + number));
        Files.writeString(tree.resolve("version"), "release " + number);
        Digest key = new Digest("sha256:" + String.format("%064x", number));
        Digest artifact = artifacts
                .publish(
                        tree,
                        new Manifest.Draft("shop", "app", key, new TreeMap<>(), null, Map.of(), THEN),
                        List.of(),
                        ArtifactStore.Progress.none())
                .artifact();
        made.add(artifact);
        Release release = records.releases()
                .release(
                        "shop",
                        Map.of("app", artifact),
                        JsonMapper.shared().createObjectNode().put("n", number),
                        "",
                        THEN.plusSeconds(number),
                        "ada");
        Integer previous = number == 1 ? null : Integer.valueOf(number - 1);
        Deployment deployment = records.deployments()
                .begin("shop", "live", Deployment.Kind.DEPLOY, release.number(), previous, 0, THEN, "ada", "");
        records.deployments().end(deployment, Deployment.State.LIVE, THEN.plusSeconds(number), "", List.of());
    }

    /** The store protects what was published today, whatever the records say. */
    private static void age(Path store) throws Exception {
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(THEN));
            }
        }
    }

    @Test
    void what_is_live_and_what_to_go_back_to_stays(JenkinsRule j) throws Exception {
        FreeStyleProject job = j.createFreeStyleProject("shop");
        Projects.get().claim("", job);
        records = SlipwayStore.get().records();
        artifacts = SlipwayStore.get().artifacts();
        SlipwayConfiguration.get().setKeepReleases(1);
        for (int number = 1; number <= 5; number++) {
            deploy(number);
        }
        age(SlipwayConfiguration.get().artifactFolder());

        assertThat(
                RetentionWork.prune(records, artifacts, Clock.systemUTC()),
                containsInAnyOrder(made.get(0), made.get(1)));
        assertThat(artifacts.contains(made.get(4)), is(true));
        assertThat(artifacts.contains(made.get(3)), is(true));
        assertThat(records.releases().list("shop", 9).size(), is(5));

        FilePath agent = new FilePath(folder.resolve("slipway-agent").toFile());
        new ArtifactTransfer(artifacts, agent).send(List.of(made.get(3), made.get(4)));
        age(folder.resolve("slipway-agent"));
        assertThat(AgentArtifacts.prune(agent, Set.of(made.get(4)), records), is(1));
        assertThat(agent.list("artifacts/cas/**/*.tar.zst").length, is(1));

        job.delete();
        assertThat(RetentionWork.prune(records, artifacts, Clock.systemUTC()), empty());
        Clock later = Clock.fixed(Instant.now().plus(Duration.ofDays(31)), ZoneOffset.UTC);
        assertThat(
                RetentionWork.prune(records, artifacts, later),
                containsInAnyOrder(made.get(2), made.get(3), made.get(4)));
        assertThat(records.deployments().history("shop", "live", 9).size(), is(5));
    }
}
