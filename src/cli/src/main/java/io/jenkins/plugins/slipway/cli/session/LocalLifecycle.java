package io.jenkins.plugins.slipway.cli.session;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.build.Builder;
import io.jenkins.plugins.slipway.engine.deploy.DeployPorts;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentRecovery;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.journal.FileJournal;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import io.jenkins.plugins.slipway.engine.release.Retention;
import io.jenkins.plugins.slipway.engine.store.ObjectClaims;
import io.jenkins.plugins.slipway.engine.store.Records;
import io.jenkins.plugins.slipway.engine.target.Places;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/** Puts the engine's parts together for a deployment on this machine. */
public final class LocalLifecycle {
    private final Session session;
    private final Records records;
    private final DeployPorts ports;

    public LocalLifecycle(Session session) throws IOException {
        this(session, Secrets.none());
    }

    /** @param secrets variables for the hooks of what is deployed */
    public LocalLifecycle(Session session, Secrets secrets) throws IOException {
        this.session = session;
        this.records = session.records();
        Path home = session.writableHome();
        Clock clock = session.processEnvironment().clock();
        ArtifactStore artifacts = artifacts(home);
        Places places = Opening.places(session, records, home, artifacts);
        this.ports = new DeployPorts(
                secrets.isEmpty() ? places : places.entrusting(secrets),
                artifacts,
                records.releases(),
                records.deployments(),
                records.verdicts(),
                folder -> FileJournal.create(folder, clock),
                home.resolve("journal"),
                clock);
    }

    public static ArtifactStore artifacts(Path home) throws IOException {
        return DirectoryArtifactStore.open(home.resolve("artifacts"));
    }

    public static Builder builder(Session session) throws IOException {
        return new Builder(
                LocalProcessRunner.create(),
                artifacts(session.writableHome()),
                session.home(),
                session.processEnvironment().clock());
    }

    /** Whether the project was ever built. */
    public boolean hasRelease() {
        return records.releases().newest(session.project()).isPresent();
    }

    public DeployPorts ports() {
        return ports;
    }

    /** Ends the records of deployments whose command was killed, and says what became of them. */
    public void closeAbandoned() {
        say(new DeploymentRecovery(ports).closeAbandoned(session.project()));
    }

    /** The same for a verb on one environment. A step leaves the others alone: somebody may be at work there, on another agent. */
    public void closeAbandoned(String environment) {
        if (session.isStep()) {
            say(new DeploymentRecovery(ports).closeAbandoned(session.project(), environment));
        } else {
            closeAbandoned();
        }
    }

    private void say(List<Deployment> all) {
        for (Deployment closed : all) {
            session.say("Deployment " + closed.environment() + "/" + closed.number() + " was interrupted: "
                    + closed.state() + (closed.message().isEmpty() ? "." : ". " + closed.message()));
        }
    }

    /** Lets go of artifacts that nobody will want back. The deployment before does not depend on it. */
    public void pruneArtifacts() {
        if (!session.ownsArtifacts()) {
            return;
        }
        Retention retention =
                new Retention(records.releases(), records.deployments(), records.verdicts(), claims(), ports.clock());
        try {
            var plan = retention.plan(session.project());
            if (!plan.expire().isEmpty()) {
                retention.act(plan, ports.artifacts());
            }
        } catch (IOException | SlipwayException e) {
            session.say("Old artifacts were not removed: " + e.getMessage());
        }
    }

    private ObjectClaims claims() {
        List<String> addresses = session.config().environments().values().stream()
                .map(environment -> environment.objects().database())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .distinct()
                .toList();
        return new ObjectClaims(session.home(), addresses, ports.clock());
    }
}
