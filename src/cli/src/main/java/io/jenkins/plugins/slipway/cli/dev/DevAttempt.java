package io.jenkins.plugins.slipway.cli.dev;

import io.jenkins.plugins.slipway.cli.session.LocalLifecycle;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.terminal.BuildOutput;
import io.jenkins.plugins.slipway.cli.terminal.ProblemLines;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.build.BuildOutcome;
import io.jenkins.plugins.slipway.engine.build.BuildRequest;
import io.jenkins.plugins.slipway.engine.build.Builder;
import io.jenkins.plugins.slipway.engine.build.source.BuildInputs;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.deploy.DeployRequest;
import io.jenkins.plugins.slipway.engine.deploy.DeployResult;
import io.jenkins.plugins.slipway.engine.deploy.Deployer;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentFailedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.MainAddress;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.release.SourceTrees;
import io.jenkins.plugins.slipway.engine.rollback.RollbackPlanner;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.host.HostControl;
import io.jenkins.plugins.slipway.host.control.StatusReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds the project as it is on disk now and makes it live, in a process that stays warm. Whatever goes wrong is said. */
final class DevAttempt {
    private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(1);

    private final Session session;
    private final String environment;
    private final LocalLifecycle lifecycle;
    private final Builder builder;
    private final Deployer deployer;
    private volatile List<String> urls = List.of();
    /** What the last attempt was made of; null if it could not be read. */
    private volatile @Nullable ProjectConfig config;

    DevAttempt(Session session, String environment) throws IOException {
        this.session = session;
        this.environment = environment;
        this.lifecycle = new LocalLifecycle(session);
        this.builder = new Builder(
                LocalProcessRunner.create(),
                LocalLifecycle.artifacts(session.writableHome()),
                session.home(),
                session.processEnvironment().clock());
        this.deployer = RollbackPlanner.deployer(lifecycle.ports());
    }

    /** What became of an attempt. */
    enum Outcome {
        LIVE,
        UNCHANGED,
        FAILED,
        OVERTAKEN
    }

    /** Where the applications answer; empty if there is none that does. */
    List<String> urls() {
        return urls;
    }

    /**
     * @param since when the change was noticed, as of {@link System#nanoTime()}
     */
    Outcome run(long since, DevTurn turn) throws InterruptedException {
        Cancellation cancellation = turn.cancellation();
        try {
            config = null;
            ProjectConfig config = config();
            this.config = config;
            BuildOutcome built = builder.build(
                    BuildRequest.all(
                            session.directory(),
                            config,
                            session.processEnvironment().env()),
                    new BuildOutput(session.processEnvironment()),
                    cancellation);
            Release release = release(config, built);
            if (isLive(config, release)) {
                urls = serves(config) ? List.of(main(config)) : List.of();
                session.say("Nothing changed: release " + release.number() + " stays live in " + environment + ".");
                return Outcome.UNCHANGED;
            }
            DeployRequest request =
                    new DeployRequest(config, null, environment, release.number(), session.by(), LOCK_TIMEOUT);
            DeployResult result = deployer.act(
                    deployer.plan(request), new DevOutput(session.processEnvironment(), turn), cancellation);
            live(config, result, since);
            return Outcome.LIVE;
        } catch (DeploymentFailedException e) {
            ProjectConfig known = config;
            if (known != null && e.result().state() == Deployment.State.LIVE && turn.isWatchCut()) {
                live(known, e.result(), since);
                session.say("Its watch has ended early, because of a newer change.");
                return Outcome.LIVE;
            }
            if (turn.isOvertaken()) {
                return overtaken();
            }
            session.say(session.processEnvironment().errStyle().bad(String.valueOf(e.getMessage())));
        } catch (InvalidConfigException e) {
            new ProblemLines(session.processEnvironment().errStyle())
                    .print(e.problems(), session.processEnvironment().err());
        } catch (SlipwayException e) {
            if (turn.isOvertaken()) {
                return overtaken();
            }
            session.say(session.processEnvironment().errStyle().bad(String.valueOf(e.getMessage())));
        }
        sayWhatServes();
        return Outcome.FAILED;
    }

    private Outcome overtaken() {
        session.say("Superseded by a newer change.");
        return Outcome.OVERTAKEN;
    }

    private void live(ProjectConfig config, DeployResult result, long since) {
        urls = serves(config) ? result.urls() : List.of();
        session.say(session.processEnvironment()
                        .errStyle()
                        .good("Release " + result.release() + " is live in " + environment)
                + " after " + (System.nanoTime() - since) / 1_000_000 + " ms (deployment " + environment + "/"
                + result.deployment() + ").");
    }

    /**
     * Those of the files that may be part of what is deployed. All may where the configuration could not be read; those outside of
     * all sources are only if what is configured is something else than before.
     */
    Set<Path> among(Set<Path> files) {
        ProjectConfig known = config;
        if (known == null) {
            return files;
        }
        Set<Path> sources =
                files.stream().filter(file -> BuildInputs.isSource(known, file)).collect(Collectors.toSet());
        return sources.size() < files.size() && isConfiguredOtherwise(known) ? files : sources;
    }

    private boolean isConfiguredOtherwise(ProjectConfig known) {
        try {
            return !config().source().equals(known.source());
        } catch (SlipwayException e) {
            return true;
        }
    }

    private static boolean serves(ProjectConfig config) {
        return config.applications().values().stream().anyMatch(application -> application.web() != null);
    }

    private String main(ProjectConfig config) throws InterruptedException {
        int port =
                HostControl.of(session.home()).status().map(StatusReport::port).orElse(0);
        return MainAddress.url(config.project(), environment, port);
    }

    private Release release(ProjectConfig config, BuildOutcome built) {
        Map<String, Digest> artifacts = new LinkedHashMap<>();
        built.applications().forEach(application -> artifacts.put(application.name(), application.digest()));
        return session.records()
                .releases()
                .release(
                        config.project(),
                        artifacts,
                        SourceTrees.into(config.source(), built.trees()),
                        built.commit(),
                        session.processEnvironment().clock().instant(),
                        session.by());
    }

    private boolean isLive(ProjectConfig config, Release release) {
        Integer live = lifecycle
                .ports()
                .target()
                .inspect(config.project(), environment)
                .map(Target.Live::release)
                .orElse(null);
        return live != null && live == release.number();
    }

    private void sayWhatServes() {
        String project = session.givenProject();
        try {
            Integer live = lifecycle
                    .ports()
                    .target()
                    .inspect(project == null ? config().project() : project, environment)
                    .map(Target.Live::release)
                    .orElse(null);
            session.say(
                    live == null
                            ? "Nothing is live in " + environment + " yet."
                            : "What was live in " + environment + " stays live: release " + live + ".");
        } catch (SlipwayException e) {
            // The configuration cannot be read, which was said.
            session.say("What was live in " + environment + " stays live.");
        }
    }

    /** Read anew each time; a development environment need not be declared. */
    private ProjectConfig config() {
        ProjectConfig config =
                ConfigReader.read(session.directory(), given(), session.home().resolve("readings"));
        EnvironmentConfig known = config.environments().get(environment);
        EnvironmentConfig declared = known == null ? EnvironmentConfig.defaults(environment) : known;
        if (declared.type() != EnvironmentConfig.Type.DEVELOPMENT) {
            throw new BadInputException("Environment ‘" + environment + "’ is of type "
                    + declared.type().name().toLowerCase(java.util.Locale.ROOT)
                    + "; ‘slipway dev’ deploys only to environments of type development. Choose another with --env.");
        }
        return config.with(declared);
    }

    private @Nullable String given() {
        return session.givenProject();
    }
}
