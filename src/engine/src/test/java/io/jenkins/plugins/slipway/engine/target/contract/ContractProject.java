package io.jenkins.plugins.slipway.engine.target.contract;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.config.target.TargetConfig;
import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.deploy.DeployPorts;
import io.jenkins.plugins.slipway.engine.deploy.DeployRequest;
import io.jenkins.plugins.slipway.engine.deploy.DeployResult;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentRecovery;
import io.jenkins.plugins.slipway.engine.deploy.NewestLive;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.LeaseRecords;
import io.jenkins.plugins.slipway.engine.journal.FileJournal;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.rollback.RollbackPlanner;
import io.jenkins.plugins.slipway.engine.rollback.RollbackRequest;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import io.jenkins.plugins.slipway.engine.target.Places;
import io.jenkins.plugins.slipway.engine.target.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Two applications of files, with real records, artifacts and journals, that go to one environment. */
@NullUnmarked
public final class ContractProject implements AutoCloseable {
    public static final String ENVIRONMENT = "production";

    public final Path home;
    public final Path directory;
    public final SqlRecords records;
    public final DirectoryArtifactStore artifacts;
    /** The leases as the process that deploys has them: it can be cut off from them. */
    public final CutOffLeases leases;

    private final Clock clock = Clock.systemUTC();

    private ContractProject(Path folder, boolean alone) throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        directory = Files.createDirectories(folder.resolve("shop"));
        records = alone ? SqlRecords.holdIn(home) : SqlRecords.openIn(home);
        artifacts = DirectoryArtifactStore.open(home.resolve("artifacts"));
        leases = new CutOffLeases(records.leases());
    }

    /**
     * A new one.
     *
     * @param alone whether no other process will find it
     */
    public static ContractProject create(Path folder, String section, boolean alone) throws IOException {
        ContractProject project = new ContractProject(folder, alone);
        project.configure(section);
        return project;
    }

    /** The one that another process made. */
    public static ContractProject find(Path folder) throws IOException {
        return new ContractProject(folder, false);
    }

    public void configure(String section) throws IOException {
        Files.createDirectories(directory.resolve(".slipway"));
        Files.writeString(
                directory.resolve(".slipway/config.yaml"), """
                project: shop
                applications:
                  api:
                    type: nodejs:20
                    source: { root: api }
                    web: { locations: { "/": { root: "", passthru: false } } }
                  web:
                    type: nodejs:20
                    source: { root: web }
                    web: { locations: { "/": { root: "", passthru: false } } }
                routes:
                  "http://{default}/": { type: upstream, upstream: "web:http" }
                  "http://api.{default}/": { type: upstream, upstream: "api:http" }
                environments:
                  production:
                    type: production
                %sorder: [api, web]
                """.formatted(section.isEmpty() ? "" : section.indent(4)));
    }

    public ProjectConfig config() {
        return ConfigReader.read(directory, null);
    }

    /** A release each of whose applications says which one it is. */
    public Release release(String version) throws IOException {
        return release(Map.of("api", version, "web", version));
    }

    /** A release whose applications have each their version. */
    public Release release(Map<String, String> versions) throws IOException {
        Map<String, Digest> made = new TreeMap<>();
        for (Map.Entry<String, String> one : versions.entrySet()) {
            Path tree = Files.createTempDirectory(directory.getParent(), "tree");
            Files.writeString(tree.resolve("version"), one.getKey() + " " + one.getValue());
            Files.createDirectories(tree.resolve("empty/.hidden"));
            Files.writeString(tree.resolve("empty/.hidden/file"), one.getValue());
            made.put(one.getKey(), publish(one.getKey(), one.getValue(), tree));
        }
        return records.releases().release("shop", made, config().source(), "c0ffee", clock.instant(), "ann");
    }

    /** A release of the files in folders, by application. */
    public Release releaseOf(Map<String, Path> trees) throws IOException {
        Map<String, Digest> made = new TreeMap<>();
        for (Map.Entry<String, Path> one : trees.entrySet()) {
            made.put(one.getKey(), publish(one.getKey(), one.getValue().toString(), one.getValue()));
        }
        return records.releases().release("shop", made, config().source(), "c0ffee", clock.instant(), "ann");
    }

    public Digest publish(String application, String version, Path tree) throws IOException {
        return artifacts
                .publish(
                        tree,
                        new Manifest.Draft(
                                "shop",
                                application,
                                sha256(application + version),
                                new TreeMap<>(),
                                null,
                                Map.of(),
                                Instant.EPOCH),
                        List.of(),
                        ArtifactStore.Progress.none())
                .artifact();
    }

    /** The places of the environment, each opened as given, as one process has them. */
    public Places places(Function<TargetConfig, Target> opener) {
        return places(opener, Duration.ofMinutes(1));
    }

    /** @param lease how long one lasts that nobody renews */
    public Places places(Function<TargetConfig, Target> opener, Duration lease) {
        return new Places(
                this::config,
                opener,
                new Places.Leasing(leases, new NewestLive(records.deployments(), records.releases()), lease));
    }

    public DeployPorts ports(Target target) {
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

    public DeployRequest request(@Nullable Integer release, boolean overDrift) {
        return new DeployRequest(config(), directory, ENVIRONMENT, release, "ann", overDrift, Duration.ofMinutes(5));
    }

    public DeployPlan plan(Target target, Release release) {
        return RollbackPlanner.deployer(ports(target)).plan(request(release.number(), false));
    }

    public DeployResult deploy(Target target, Release release) throws InterruptedException {
        return act(target, plan(target, release), DeployListener.none());
    }

    public DeployResult act(Target target, DeployPlan plan, DeployListener listener) throws InterruptedException {
        return RollbackPlanner.deployer(ports(target)).act(plan, listener, Cancellation.never());
    }

    public DeployPlan planRollback(Target target) {
        return new RollbackPlanner(ports(target))
                .plan(new RollbackRequest(request(null, false), RollbackRequest.DataPolicy.NONE, ""));
    }

    /** As the next command does. */
    public List<Deployment> recover(Target target) {
        return new DeploymentRecovery(ports(target)).closeAbandoned("shop");
    }

    public Deployment recorded(int number) {
        return records.deployments().find("shop", ENVIRONMENT, number).orElseThrow();
    }

    /** Everything that Slipway has written down, as texts. */
    public String written() throws IOException {
        StringBuilder all = new StringBuilder();
        records.deployments().history("shop", ENVIRONMENT, 1000).forEach(all::append);
        for (Path folder : List.of(home.resolve("journal"), directory)) {
            if (Files.isDirectory(folder)) {
                try (var files = Files.walk(folder)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        all.append(Files.readString(file, StandardCharsets.ISO_8859_1))
                                .append('\n');
                    }
                }
            }
        }
        return all.toString();
    }

    private static Digest sha256(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        leases.close();
        records.close();
    }

    /** Leases that a process can be cut off from, as if it had died: the others see them end, and it can do nothing more. */
    public static final class CutOffLeases implements LeaseRecords {
        private final LeaseRecords leases;
        private final List<Claim> claims = new java.util.concurrent.CopyOnWriteArrayList<>();
        private final java.util.concurrent.atomic.AtomicInteger lost = new java.util.concurrent.atomic.AtomicInteger();
        private volatile boolean cutOff;
        private boolean closed;

        CutOffLeases(LeaseRecords leases) {
            this.leases = leases;
        }

        /** Ends what is held now, as time would. */
        public void cutOff() {
            cutOff = true;
            claims.forEach(leases::release);
            claims.clear();
        }

        /** How often somebody was told that a claim is lost. */
        public int lostSeen() {
            return lost.get();
        }

        /** A new process begins. */
        public void heal() {
            cutOff = false;
        }

        @Override
        public Claim claim(String project, String environment, String holder, boolean replacing, Duration life) {
            Claim claim = leases.claim(project, environment, holder, replacing, life);
            claims.add(claim);
            return claim;
        }

        /** Whoever still holds something finds nobody to renew it with: the records are being closed. */
        synchronized void close() {
            closed = true;
        }

        @Override
        public synchronized Standing renew(Claim claim, Duration life) {
            if (closed) {
                return new Standing.Lost();
            }
            // A deployer that died in this process has a heart that beats on, and touches nothing.
            Standing standing = claims.contains(claim) ? leases.renew(claim, life) : new Standing.Lost();
            if (standing instanceof Standing.Lost) {
                lost.incrementAndGet();
            }
            return standing;
        }

        @Override
        public synchronized void release(Claim claim) {
            if (!cutOff && !closed) {
                claims.remove(claim);
                leases.release(claim);
            }
        }

        @Override
        public java.util.Optional<String> holder(String project, String environment) {
            return leases.holder(project, environment);
        }
    }
}
