package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.object.Backoff;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import io.jenkins.plugins.slipway.engine.target.Stage;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.ingress.RouterSource;
import io.jenkins.plugins.slipway.host.testapp.TestApp;
import java.io.IOException;
import java.io.InputStream;
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

/** Makes releases of the test application and puts them through the phases, as a deployer does. */
public final class Workshop {
    public static final String PROJECT = "shop";

    /** As many attempts as usual, without the pauses that third parties get in which to recover. */
    private static final Backoff QUICK = new Backoff(Backoff.DEFAULT.attempts(), Duration.ofMillis(1), 1);

    private final Path folder;
    private final Path home;
    private String extra = "";
    private String environmentExtra = "";
    private String applicationExtra = "";
    private String name = "production";
    private String others = "";
    private String webExtra = "";
    private String environmentFile = "";
    private String routes = "";

    public Workshop(Path folder) {
        this.folder = folder;
        this.home = folder.resolve("home");
    }

    public Path home() {
        return home;
    }

    /** Starts a daemon within this process. */
    public Daemon host() throws IOException, InterruptedException {
        return host(true);
    }

    public Daemon host(boolean sandboxes) throws IOException, InterruptedException {
        return host(sandboxes, Clock.systemUTC());
    }

    public Daemon host(boolean sandboxes, Clock clock) throws IOException, InterruptedException {
        return host(sandboxes, clock, RouterSource.inside());
    }

    /** With a router from elsewhere. */
    public Daemon host(RouterSource router) throws IOException, InterruptedException {
        return host(true, Clock.systemUTC(), router);
    }

    private Daemon host(boolean sandboxes, Clock clock, RouterSource router) throws IOException, InterruptedException {
        return Daemon.start(
                        new Daemon.Options(
                                new HostHome(home),
                                new Daemon.Options.Address(0, null),
                                router,
                                false,
                                new Daemon.Options.Surroundings(System.getenv("PATH"), "/tmp", sandboxes),
                                "test",
                                clock,
                                Daemon.Options.Watch.NONE,
                                QUICK),
                        DirectoryArtifactStore.open(home.resolve("artifacts")))
                .orElseThrow();
    }

    /** The directory behind the test application's mount. */
    public Path data() {
        return new HostHome(home).environment(PROJECT, "production").resolve("mounts/app/data");
    }

    public static Client client(Daemon host) {
        return new Client(host.routerPort(), "production.shop.localhost");
    }

    public LocalTarget target() {
        return LocalTarget.open(home);
    }

    /** Further lines of every release's configuration, such as a top-level section. */
    public Workshop with(String yaml) {
        extra = yaml;
        return this;
    }

    /** Further lines of the application. */
    public Workshop withApplication(String yaml) {
        applicationExtra = yaml;
        return this;
    }

    /** Content of the application's {@code .environment}; none if empty. */
    public Workshop withEnvironmentFile(String content) {
        environmentFile = content;
        return this;
    }

    /** Another environment, which the next specs are for; indented as a member of {@code environments:}. */
    public Workshop in(String environment, String yaml) {
        name = environment;
        others = yaml;
        return this;
    }

    /** Further routes of every release. */
    public Workshop withRoutes(String yaml) {
        routes = yaml;
        return this;
    }

    /** Back to environment ‘production’. */
    public Workshop inProduction() {
        name = "production";
        return this;
    }

    /** Further lines of the application's web section. */
    public Workshop withWeb(String yaml) {
        webExtra = yaml;
        return this;
    }

    /** Further lines of environment ‘production’. */
    public Workshop withEnvironment(String yaml) {
        environmentExtra = yaml;
        return this;
    }

    /** How the test application is started, in a mood. */
    public static String start(String mood) {
        return "exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xmx64m"
                + " -Dsun.net.httpserver.nodelay=true -cp lib "
                + TestApp.class.getName() + " " + mood;
    }

    public ReleaseSpec spec(int token, String version) throws IOException {
        return spec(token, version, "", "");
    }

    /**
     * @param mood of the application
     * @param hooks lines below {@code hooks:} of the application, indented by six
     */
    public ReleaseSpec spec(int token, String version, String mood, String hooks) throws IOException {
        return spec(token, version, mood, hooks, Map.of(), false);
    }

    public ReleaseSpec spec(
            int token, String version, String mood, String hooks, Map<String, DataChange> change, boolean backup)
            throws IOException {
        Path project = Files.createTempDirectory(folder, "project");
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                project: shop
                applications:
                  app:
                    type: java:17
                    source: { root: / }
                    mounts:
                      data: { source: storage, source_path: data }
                    web:
                      commands:
                        start: "%s"
                %s
                %s
                routes:
                  "http://{default}/": { type: upstream, upstream: "app:http" }
                %s
                environments:
                  production:
                    type: production
                %s
                %s
                %s
                """.formatted(
                        start(mood),
                        webExtra.indent(6),
                        (hooks.isEmpty() ? "" : "    hooks:\n" + hooks.indent(6)) + applicationExtra.indent(4),
                        routes.indent(2),
                        environmentExtra.indent(4),
                        others.indent(2),
                        extra));
        ProjectConfig config = ConfigReader.read(project, null);
        EnvironmentConfig environment = config.environments().get(name);
        Path tree = Files.createDirectories(project.resolve("tree"));
        Files.writeString(tree.resolve("version"), version);
        if (!environmentFile.isEmpty()) {
            Files.writeString(tree.resolve(".environment"), environmentFile);
        }
        String classFile = TestApp.class.getName().replace('.', '/') + ".class";
        Path copy = tree.resolve("lib").resolve(classFile);
        Files.createDirectories(copy.getParent());
        try (InputStream bytes = Objects.requireNonNull(TestApp.class.getResourceAsStream("/" + classFile))) {
            Files.copy(bytes, copy);
        }
        Digest digest = publish(tree, version);
        return new ReleaseSpec(
                PROJECT,
                token,
                token,
                List.of(new ReleaseSpec.Artifact("app", digest, "tree-" + version)),
                config,
                environment,
                "commit",
                home.resolve("journal").resolve(Integer.toString(token)).toString(),
                backup,
                change);
    }

    /** All phases up to the end. */
    public static List<Phase> phases() {
        return List.of(Phase.values());
    }

    public Lock lock() throws InterruptedException {
        return lock("tester", Wait.QUEUE);
    }

    public Lock lock(String holder, Wait policy) throws InterruptedException {
        return lock("production", holder, policy);
    }

    public Lock lock(String environment, String holder, Wait policy) throws InterruptedException {
        return target().lock(
                        new Target.LockRequest(PROJECT, environment, holder, policy, Duration.ofSeconds(30)),
                        waitingFor -> {},
                        Cancellation.never());
    }

    /** Deploys as a deployer does, and restores if a phase fails. */
    public String deploy(ReleaseSpec spec) throws InterruptedException {
        try (Lock lock = lock(spec.environment().name(), "tester", Wait.QUEUE)) {
            LeasedDeployment deployment = lock.begin(spec);
            StringBuilder said = new StringBuilder();
            try {
                perform(deployment, said, phases().subList(0, Phase.DEPLOY.ordinal() + 1));
                perform(deployment, said, List.of(Phase.HEALTH, Phase.OBJECTS, Phase.SERVE));
            } catch (RuntimeException e) {
                deployment.restore(String.valueOf(e.getMessage()), sink(said));
                throw e;
            }
            deployment.commit();
            perform(deployment, said, List.of(Phase.POST_DEPLOY, Phase.WATCH));
            return said.toString();
        }
    }

    public static void perform(LeasedDeployment deployment, StringBuilder said, List<Phase> phases)
            throws InterruptedException {
        for (Phase phase : phases) {
            deployment.operation(step(phase)).run(sink(said), Cancellation.never());
        }
    }

    /** The step that performs a phase. */
    public static PlannedStep step(Phase phase) {
        return new PlannedStep(phase.key(), Stage.SWITCH, List.of());
    }

    public static OutputSink sink(StringBuilder said) {
        return (buffer, offset, length) -> said.append(new String(buffer, offset, length, StandardCharsets.UTF_8));
    }

    private Digest publish(Path tree, String version) throws IOException {
        ArtifactStore store = DirectoryArtifactStore.open(home.resolve("artifacts"));
        return store.publish(
                        tree,
                        new Manifest.Draft(
                                PROJECT, "app", key(version), new TreeMap<>(), null, Map.of(), Instant.EPOCH),
                        List.of(),
                        ArtifactStore.Progress.none())
                .artifact();
    }

    private static Digest key(String version) {
        return Digest.of(version.getBytes(StandardCharsets.UTF_8));
    }
}
