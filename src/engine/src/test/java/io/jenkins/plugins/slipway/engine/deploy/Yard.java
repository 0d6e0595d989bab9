package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.journal.FileJournal;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.rollback.RollbackPlanner;
import io.jenkins.plugins.slipway.engine.rollback.RollbackRequest;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import io.jenkins.plugins.slipway.engine.target.MemoryTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A project with two applications, real records, a real journal and a target in memory. */
public final class Yard implements AutoCloseable {
    public static final String CONFIG = """
            project: shop
            applications:
              api:
                type: java:17
                source: { root: api }
                hooks: { deploy: ./migrate, post_deploy: ./warm }
                mounts: { data: { source: storage, source_path: data } }
                web: { commands: { start: ./api } }
              web:
                type: java:17
                source: { root: web }
                relationships: { api: "api:http" }
                web: { commands: { start: ./web } }
            routes:
              http://{default}/: { type: upstream, upstream: "web:http" }
            environments:
              staging: { type: staging, parent: production }
              production: { type: production, requires: [staging] }
              kept: { type: development, on_failure: keep }
              watched: { type: development, watch: 1s }
              quick: { type: development, wait: refuse }
            order: [api, web]
            data:
              api:
                version: ./v
                down: ./d --to $SLIPWAY_TO_VERSION
                backup: ./b > $SLIPWAY_BACKUP
                restore: ./r < $SLIPWAY_BACKUP
            """;

    public final Path home;
    public final Path project;
    public final MemoryTarget target = new MemoryTarget();
    public final MemoryArtifacts artifacts = new MemoryArtifacts();
    public final SqlRecords records;
    public final List<String> notes = new ArrayList<>();
    public Clock clock = Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);
    private ProjectConfig config;

    public Yard(Path folder) throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        project = Files.createDirectory(folder.resolve("shop"));
        records = SqlRecords.holdIn(home);
        Files.createDirectories(project.resolve("api"));
        Files.createDirectories(project.resolve("web"));
        config = configure(CONFIG);
    }

    public ProjectConfig configure(String yaml) throws IOException {
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), yaml);
        config = ConfigReader.read(project, null);
        return config;
    }

    public String configText() throws IOException {
        return Files.readString(project.resolve(".slipway/config.yaml"));
    }

    public ProjectConfig config() {
        return config;
    }

    public DeployPorts ports() {
        return new DeployPorts(
                target,
                artifacts,
                records.releases(),
                records.deployments(),
                records.verdicts(),
                folder -> FileJournal.create(folder, clock),
                home.resolve("journal"),
                clock);
    }

    /** A new release with changed applications. */
    public Release release(String version) {
        Map<String, Digest> made = new TreeMap<>();
        config.applications().keySet().forEach(name -> made.put(name, artifacts.put(name + " " + version)));
        return records.releases().release("shop", made, config.source(), "c0ffee" + version, clock.instant(), "ann");
    }

    public DeployRequest request(String environment, @Nullable Integer release) {
        return new DeployRequest(config, project, environment, release, "ann", Duration.ofMinutes(1));
    }

    public Deployer deployer() {
        return RollbackPlanner.deployer(ports());
    }

    public DeployResult deploy(String environment, Release release) throws InterruptedException {
        return act(deployer().plan(request(environment, release.number())));
    }

    public DeployPlan planRollback(String environment, @Nullable Integer to, RollbackRequest.DataPolicy data) {
        return new RollbackPlanner(ports()).plan(new RollbackRequest(request(environment, to), data, ""));
    }

    public DeployResult rollback(String environment) throws InterruptedException {
        return act(planRollback(environment, null, RollbackRequest.DataPolicy.NONE));
    }

    public DeployResult act(DeployPlan plan) throws InterruptedException {
        return act(plan, Cancellation.never());
    }

    public DeployResult act(DeployPlan plan, Cancellation cancellation) throws InterruptedException {
        return deployer()
                .act(
                        plan,
                        new DeployListener() {
                            @Override
                            public void note(String sentence) {
                                notes.add(sentence);
                            }
                        },
                        cancellation);
    }

    public Deployment recorded(String environment, int number) {
        return records.deployments().find("shop", environment, number).orElseThrow();
    }

    @Override
    public void close() {
        records.close();
    }
}
