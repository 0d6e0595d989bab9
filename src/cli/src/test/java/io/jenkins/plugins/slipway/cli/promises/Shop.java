package io.jenkins.plugins.slipway.cli.promises;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.deploy.DeployPorts;
import io.jenkins.plugins.slipway.engine.deploy.DeployRequest;
import io.jenkins.plugins.slipway.engine.deploy.DeployResult;
import io.jenkins.plugins.slipway.engine.deploy.Deployer;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentRecovery;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.journal.FileJournal;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.rollback.RollbackPlanner;
import io.jenkins.plugins.slipway.engine.rollback.RollbackRequest;
import io.jenkins.plugins.slipway.engine.rollback.RollbackRequest.DataPolicy;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import io.jenkins.plugins.slipway.host.HostControl;
import io.jenkins.plugins.slipway.host.LocalTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A project with one application, deployed by the real deployer through the real daemon, with real records. */
@NullUnmarked
final class Shop implements AutoCloseable {
    final Path home;
    final Path project;
    final HostControl host;
    private final SqlRecords records;
    private final Clock clock;

    private Shop(Path folder, Clock clock) {
        home = folder.resolve("home");
        project = folder.resolve("shop");
        records = SqlRecords.openIn(home);
        host = HostControl.of(home);
        this.clock = clock;
    }

    /** A new one; the daemon is started on a free port. */
    static Shop build(Path folder) throws Exception {
        Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(folder.resolve("shop/.slipway"));
        Shop shop = new Shop(folder, Clock.systemUTC());
        shop.configure("");
        shop.host.start(0, null);
        return shop;
    }

    /** The one that another process built. */
    static Shop find(Path folder) {
        return new Shop(folder, Clock.systemUTC());
    }

    Shop withClock(Clock other) {
        return new Shop(home.getParent(), other);
    }

    void configure(String more) throws IOException {
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                project: shop
                applications:
                  app:
                    type: java:17
                    source: { root: / }
                    hooks: { deploy: sh ./migrate, post_deploy: "true" }
                    mounts: { data: { source: storage, source_path: data } }
                    web:
                      commands:
                        start: test ! -e data/poison-$(cat version) && exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx48m -Dsun.net.httpserver.nodelay=true -cp lib %s
                routes:
                  http://{default}/: { type: upstream, upstream: "app:http" }
                environments:
                  staging: { type: staging, hold: { methods: all, timeout: 120s } }
                  production: { type: production }
                  refusing: { type: development, wait: refuse }
                data:
                  app:
                    version: cat data/schema
                    down: echo $SLIPWAY_TO_VERSION > data/schema
                    backup: cp data/schema $SLIPWAY_BACKUP
                    restore: cp $SLIPWAY_BACKUP data/schema
                %s
                """.formatted(ShopApp.class.getName(), more));
    }

    ProjectConfig config() {
        return ConfigReader.read(project, null);
    }

    SqlRecords records() {
        return records;
    }

    LocalTarget target() {
        return LocalTarget.open(home);
    }

    DeployPorts ports() {
        try {
            return new DeployPorts(
                    target(),
                    DirectoryArtifactStore.open(home.resolve("artifacts")),
                    records.releases(),
                    records.deployments(),
                    records.verdicts(),
                    folder -> FileJournal.create(folder, clock),
                    home.resolve("journal"),
                    clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Freezes a release whose deploy hook brings the schema to its version. */
    Release release(String version) throws IOException {
        Path tree = Files.createTempDirectory(project, "tree");
        Files.writeString(tree.resolve("version"), version);
        String classFile = ShopApp.class.getName().replace('.', '/') + ".class";
        Path copy = tree.resolve("lib").resolve(classFile);
        Files.createDirectories(copy.getParent());
        try (InputStream bytes = Objects.requireNonNull(ShopApp.class.getResourceAsStream("/" + classFile))) {
            Files.copy(bytes, copy);
        }
        Files.writeString(
                tree.resolve("migrate"),
                version.startsWith("sick")
                        ? "echo half > data/schema; exit 9\n"
                        : "echo " + version + " > data/schema\n");
        Digest digest = DirectoryArtifactStore.open(home.resolve("artifacts"))
                .publish(
                        tree,
                        new Manifest.Draft(
                                "shop", "app", sha256(version), new TreeMap<>(), null, Map.of(), Instant.EPOCH),
                        List.of(),
                        ArtifactStore.Progress.none())
                .artifact();
        return records.releases()
                .release("shop", Map.of("app", digest), config().source(), version, clock.instant(), "ann");
    }

    private static Digest sha256(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    DeployRequest request(String environment, @Nullable Integer release) {
        return new DeployRequest(config(), project, environment, release, "ann", Duration.ofMinutes(1));
    }

    Deployer deployer() {
        return RollbackPlanner.deployer(ports());
    }

    DeployResult deploy(String environment, int release) throws InterruptedException {
        return deploy(environment, release, DeployListener.none());
    }

    DeployResult deploy(String environment, int release, DeployListener listener) throws InterruptedException {
        Deployer deployer = deployer();
        return deployer.act(deployer.plan(request(environment, release)), listener, Cancellation.never());
    }

    DeployPlan planRollback(String environment, DataPolicy data) {
        return new RollbackPlanner(ports()).plan(new RollbackRequest(request(environment, null), data, ""));
    }

    DeployResult act(DeployPlan plan) throws InterruptedException {
        return deployer().act(plan, DeployListener.none(), Cancellation.never());
    }

    /** As the next command does: closes the records of deployments whose command is gone. */
    List<Deployment> recover() {
        return new DeploymentRecovery(ports()).closeAbandoned("shop");
    }

    Live live(String environment) {
        return target().inspect("shop", environment).orElseThrow();
    }

    Deployment recorded(String environment, int number) {
        return records.deployments().find("shop", environment, number).orElseThrow();
    }

    String schema(String environment) throws IOException {
        return Files.readString(data(environment).resolve("schema")).strip();
    }

    /** The environment's mount. A file {@code poison-<version>} in it keeps that version from starting. */
    Path data(String environment) throws IOException {
        try (var files = Files.find(
                home.resolve("host/environments/shop").resolve(environment),
                9,
                (path, attributes) -> path.endsWith("data/schema"))) {
            return files.findFirst().orElseThrow().getParent();
        }
    }

    int port() throws InterruptedException {
        return host.status().orElseThrow().port();
    }

    /** As {@code kill -9} does. */
    void killDaemon() throws InterruptedException {
        kill(host.status().orElseThrow().pid());
    }

    void killRouter() throws InterruptedException {
        kill(host.status().orElseThrow().router());
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().orTimeout(120, TimeUnit.SECONDS).join();
        });
    }

    Visitors visitors(String environment) throws InterruptedException {
        return new Visitors(port(), environment + ".shop.localhost");
    }

    @Override
    public void close() throws InterruptedException {
        host.stop(true);
        records.close();
    }
}
