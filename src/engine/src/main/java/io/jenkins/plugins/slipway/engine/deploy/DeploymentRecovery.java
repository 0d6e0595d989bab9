package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseRun;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.journal.JournalReader;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
            // Asked again only after nobody was seen to hold the lock: who holds it ends the record before giving it
            // back.
            ports.deployments()
                    .find(project, running.environment(), running.number())
                    .filter(still -> still.state() == State.RUNNING)
                    .ifPresent(abandoned -> closed.add(close(abandoned, live)));
        }
        return closed;
    }

    /** Closes the abandoned records of an environment whose lock the caller holds: nobody else can be at work there. */
    List<Deployment> closeUnderLock(String project, String environment, Live live) {
        return ports.deployments().running(project).stream()
                .filter(running -> running.environment().equals(environment))
                .map(abandoned -> close(abandoned, Optional.of(live)))
                .toList();
    }

    private Deployment close(Deployment abandoned, Optional<Live> live) {
        DeploymentOutcome outcome =
                live.map(seen -> seen.outcomeOf(abandoned.number())).orElse(null);
        State state = outcome == null ? unannounced(abandoned, live) : outcome.state();
        String message = outcome == null ? unannounced(abandoned, state, live) : outcome.message();
        if (state == State.LIVE) {
            quarantinePrevious(abandoned);
        }
        ports.deployments().end(abandoned, state, notBefore(abandoned.started()), message, phases(abandoned));
        return ports.deployments()
                .find(abandoned.project(), abandoned.environment(), abandoned.number())
                .orElse(abandoned);
    }

    /** The phases that its journal saw the end of; none if that is gone. */
    private List<PhaseRun> phases(Deployment abandoned) {
        try {
            PhaseRuns runs = new PhaseRuns();
            JournalReader.read(ports.journalOf(abandoned.project(), abandoned.environment(), abandoned.number()))
                    .stream()
                    .filter(event -> event.name().equals("phase-ended"))
                    .map(event -> new PhaseRun(
                            event.fields().path("phase").asString(),
                            PhaseState.valueOf(event.fields().path("state").asString()),
                            event.fields().path("seconds").asDouble()))
                    .forEach(runs::add);
            return runs.list();
        } catch (IOException | RuntimeException e) {
            // The journal adds to the record; one that cannot be read is no reason to leave the record open.
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
