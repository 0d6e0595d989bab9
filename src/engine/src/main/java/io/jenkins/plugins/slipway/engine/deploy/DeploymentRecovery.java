package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseRun;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.journal.JournalEvent;
import io.jenkins.plugins.slipway.engine.journal.JournalReader;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.InterruptedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.OperationHandle;
import io.jenkins.plugins.slipway.engine.target.Settlement;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Closes the records of deployments whose command was interrupted before it recorded the result, such as by {@code kill -9}. The target is the authority
 * on what became of them. What such a rollback left to do, the quarantine, is done.
 */
public final class DeploymentRecovery {
    private final DeployPorts ports;

    public DeploymentRecovery(DeployPorts ports) {
        this.ports = ports;
    }

    /**
     * Closes all abandoned records of a project. To be called by each command that shows or uses them.
     *
     * @return those that were closed
     */
    public List<Deployment> closeAbandoned(String project) {
        return closeAbandoned(project, ports.deployments().running(project));
    }

    /** The same for one environment only, such as where others are deployed to from other machines. */
    public List<Deployment> closeAbandoned(String project, String environment) {
        return closeAbandoned(
                project,
                ports.deployments().running(project).stream()
                        .filter(running -> running.environment().equals(environment))
                        .toList());
    }

    private List<Deployment> closeAbandoned(String project, List<Deployment> all) {
        List<Deployment> closed = new ArrayList<>();
        for (Deployment running : all) {
            Optional<Live> live = ports.target().inspect(project, running.environment());
            if (live.map(Live::holder).isPresent()) {
                continue;
            }
            if (!ports.target().capabilities(project, running.environment()).undoesByItself()) {
                closed.addAll(closeAlone(project, running.environment()));
                continue;
            }
            // Asked again only after nobody was seen to hold the lock: who holds it ends the record before giving it
            // back.
            ports.deployments()
                    .find(project, running.environment(), running.number())
                    .filter(still -> still.state() == State.RUNNING)
                    .ifPresent(abandoned -> closed.add(close(abandoned, live)));
        }
        return closed;
    }

    /** Where nobody undoes what a lost deployer left, this does, if nobody else holds the environment. */
    private List<Deployment> closeAlone(String project, String environment) {
        Target.LockRequest request =
                new Target.LockRequest(project, environment, "its recovery", Wait.REFUSE, Duration.ofSeconds(10));
        try (Lock lock = ports.target().lock(request, holder -> {}, Cancellation.never())) {
            return closeUnderLock(project, environment, lock);
        } catch (RefusedException e) {
            // Somebody is at work there, or the place does not answer. The record stays open until it does.
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** Closes the abandoned records of an environment whose lock the caller holds: nobody else can be at work there. */
    List<Deployment> closeUnderLock(String project, String environment, Lock lock) {
        List<Deployment> closed = new ArrayList<>();
        for (Deployment abandoned : ports.deployments().running(project)) {
            if (abandoned.environment().equals(environment)) {
                Optional<DeploymentOutcome> settled =
                        lock.resume(interrupted(abandoned)).map(left -> settle(abandoned, left));
                closed.add(
                        settled.isPresent()
                                ? close(
                                        abandoned,
                                        settled.get().state(),
                                        settled.get().message())
                                : close(abandoned, Optional.of(lock.live())));
            }
        }
        return closed;
    }

    /** Finishes what was switched everywhere, and takes back what was not, as a deployer that fails does. */
    private static DeploymentOutcome settle(Deployment abandoned, Settlement left) {
        if (left.isSwitched()) {
            left.commit();
            return new DeploymentOutcome.Committed(abandoned.number(), abandoned.release());
        }
        try {
            return left.restore("the command that ran it was interrupted", OutputSink.discard());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("undoing deployment " + abandoned.number() + " was interrupted", e);
        }
    }

    private InterruptedDeployment interrupted(Deployment abandoned) {
        return new InterruptedDeployment(
                abandoned.project(),
                abandoned.environment(),
                abandoned.number(),
                abandoned.release(),
                abandoned.previous(),
                events(abandoned).stream()
                        .filter(event -> event.name().equals("phase-started")
                                && event.fields().has("handle"))
                        .map(DeploymentRecovery::handle)
                        .toList());
    }

    private static OperationHandle handle(JournalEvent event) {
        Map<String, String> facts = new TreeMap<>();
        event.fields()
                .path("handle")
                .properties()
                .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asString()));
        return new OperationHandle(
                event.fields().path("phase").asString(),
                event.fields().path("place").asString(),
                facts);
    }

    private Deployment close(Deployment abandoned, Optional<Live> live) {
        DeploymentOutcome outcome =
                live.map(seen -> seen.outcomeOf(abandoned.number())).orElse(null);
        State state = outcome == null ? unannounced(abandoned, live) : outcome.state();
        return close(abandoned, state, outcome == null ? unannounced(abandoned, state, live) : outcome.message());
    }

    private Deployment close(Deployment abandoned, State state, String message) {
        if (state == State.LIVE) {
            quarantinePrevious(abandoned);
        }
        ports.deployments().end(abandoned, state, notBefore(abandoned.started()), message, phases(abandoned));
        return ports.deployments()
                .find(abandoned.project(), abandoned.environment(), abandoned.number())
                .orElse(abandoned);
    }

    /** What its journal says; nothing if that is gone. */
    private List<JournalEvent> events(Deployment abandoned) {
        try {
            return JournalReader.read(
                    ports.journalOf(abandoned.project(), abandoned.environment(), abandoned.number()));
        } catch (IOException e) {
            // The journal adds to the record; one that cannot be read is no reason to leave the record open.
            return List.of();
        }
    }

    /** The phases that its journal saw the end of. */
    private List<PhaseRun> phases(Deployment abandoned) {
        try {
            PhaseRuns runs = new PhaseRuns();
            events(abandoned).stream()
                    .filter(event -> event.name().equals("phase-ended"))
                    .map(event -> new PhaseRun(
                            event.fields().path("phase").asString(),
                            PhaseState.valueOf(event.fields().path("state").asString()),
                            event.fields().path("seconds").asDouble()))
                    .forEach(runs::add);
            return runs.list();
        } catch (RuntimeException e) {
            return abandoned.phases();
        }
    }

    /** What became of a deployment of which the target keeps no outcome: it never saw it, or has seen others since. */
    private static State unannounced(Deployment abandoned, Optional<Live> live) {
        if (live.isEmpty() || live.get().release() == null) {
            return State.FAILED;
        }
        return live.get().deployment() == abandoned.number() ? State.LIVE : State.RESTORED;
    }

    private static String unannounced(Deployment abandoned, State state, Optional<Live> live) {
        if (state == State.LIVE) {
            return "";
        }
        boolean reached = live.map(Live::highest).orElse(0) >= abandoned.number();
        return reached
                ? "The command that ran it was interrupted before it recorded the result."
                : "The command that ran it was interrupted before it changed anything.";
    }

    /** Marks the release that a rollback went away from. Does nothing to one that is marked already. */
    void quarantinePrevious(Deployment rollback) {
        Integer bad = rollback.previous();
        if (rollback.kind() != Deployment.Kind.ROLLBACK || bad == null || bad == rollback.release()) {
            return;
        }
        boolean marked = ports.releases()
                .find(rollback.project(), bad)
                .map(release -> release.quarantine() != null)
                .orElse(true);
        if (!marked) {
            ports.releases()
                    .quarantine(
                            rollback.project(),
                            bad,
                            new Release.Quarantine(rollback.by(), ports.clock().instant(), rollback.reason()));
        }
    }

    private Instant notBefore(Instant started) {
        Instant now = ports.clock().instant();
        return now.isBefore(started) ? started : now;
    }
}
