package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.environment.process.ReleaseProcesses;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.PhaseNote;
import io.jenkins.plugins.slipway.host.environment.state.Role;
import io.jenkins.plugins.slipway.host.environment.state.SharedResources;
import io.jenkins.plugins.slipway.host.home.AtomicFile;
import io.jenkins.plugins.slipway.host.supervisor.ProcessIdentity;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of what is installed in an environment: its state, which changes here only, by what can happen to it and on disk first,
 * and the processes of its releases. Safe for use by several threads.
 */
final class Installations {
    private final SharedResources tools;
    private final Layout layout;
    private EnvironmentState state;
    private @Nullable ReleaseProcesses live;
    private @Nullable ReleaseProcesses next;
    private boolean restoring;
    private boolean unsaved;

    Installations(SharedResources tools, Layout layout) {
        this.tools = tools;
        this.layout = layout;
        this.state = read(layout);
    }

    synchronized EnvironmentState state() {
        return state;
    }

    /** The processes of what is live, made at the first call. Null if nothing is. */
    synchronized @Nullable ReleaseProcesses live() {
        Installation installation = state.live();
        if (installation == null) {
            return null;
        }
        if (live == null) {
            live = processes(installation);
        }
        return live;
    }

    /** The processes of the release that is being put in place, made at the first call. */
    synchronized ReleaseProcesses next() {
        EnvironmentState.Attempt attempt = state.attempt();
        if (attempt == null) {
            throw new IllegalStateException("no deployment is under way in " + layout.key());
        }
        if (next == null) {
            next = processes(attempt.next());
        }
        return next;
    }

    /**
     * A deployment is announced. Its number must be higher than every one seen before.
     *
     * @param holder who deploys
     * @throws RefusedException if it is not, or another deployment is under way
     */
    synchronized void announced(ReleaseSpec spec, String holder) {
        if (state.attempt() != null) {
            throw new RefusedException("a deployment of ‘" + layout.environment() + "’ is under way already");
        }
        if (spec.token() <= state.highest()) {
            throw new RefusedException("deployment " + spec.token() + " of ‘" + layout.environment()
                    + "’ comes too late: deployment " + state.highest() + " came first");
        }
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (Role role : new Installation(spec, Map.of(), Map.of()).roles()) {
            ApplicationConfig.Web web = role.application().web();
            if (role.web() && web != null && !web.socketFamily().equals("unix")) {
                ports.put(role.process(), tools.ports().take());
            }
        }
        Installation installation = new Installation(spec, ports, Map.of());
        change(state.withHighest(spec.token())
                .withEnded(null)
                .withAttempt(new EnvironmentState.Attempt(installation, holder)));
    }

    /**
     * A phase of the deployment under way begins.
     *
     * @return the phase before; empty if there was none
     */
    synchronized String begun(Phase phase) {
        EnvironmentState.Attempt attempt = state.attempt();
        if (attempt == null) {
            return "";
        }
        change(state.withAttempt(attempt.inPhase(phase.key(), phase.compareTo(Phase.UNMOUNT) >= 0)));
        return attempt.phase();
    }

    /** The data of an application is about to be changed: if the attempt fails after this, that backup is loaded. */
    synchronized void undoableBy(String application, String backup) {
        EnvironmentState.Attempt attempt = Objects.requireNonNull(state.attempt());
        Map<String, String> undo = new LinkedHashMap<>(attempt.undo());
        undo.put(application, backup);
        change(state.withAttempt(attempt.withUndo(undo)));
    }

    /** What was next is live. */
    synchronized void promoted() {
        ReleaseProcesses promoted = next();
        EnvironmentState.Attempt attempt = Objects.requireNonNull(state.attempt());
        change(state.withLive(attempt.next())
                .withAttempt(null)
                .withKept(null)
                .withEnded(new DeploymentOutcome.Committed(
                        attempt.next().spec().token(), attempt.next().spec().release())));
        live = promoted;
        next = null;
    }

    /** What was made live just now is only next again: the router refuses it. */
    synchronized void demoted(EnvironmentState before) {
        ReleaseProcesses demoted = live;
        change(before);
        next = demoted;
        live = null;
    }

    /**
     * What was live is being brought back. A full disk must not stop that: what cannot be written is written with the next change. Until
     * then the state on disk is that of the attempt, which a new daemon would undo once more, to the same end. {@link #restored} ends it.
     *
     * @return the attempt with the reason why it is taken back, the first one counts; null if none is under way
     */
    synchronized EnvironmentState.@Nullable Attempt restoring(String reason) {
        restoring = true;
        EnvironmentState.Attempt attempt = state.attempt();
        if (attempt == null) {
            return null;
        }
        EnvironmentState.Attempt undone = attempt.undoneBecause(reason);
        change(state.withAttempt(undone));
        return undone;
    }

    /** The attempt is over, and has ended so. */
    synchronized void undone(DeploymentOutcome outcome) {
        change(state.withAttempt(null).withEnded(outcome));
        next = null;
    }

    /** Nothing is being brought back any more. What could not be written is tried again: there may be room now. */
    synchronized void restored() {
        try {
            change(state);
        } finally {
            restoring = false;
        }
    }

    /** A deployment that failed stays as it is; nothing is live. */
    synchronized void kept(DeploymentOutcome.Kept outcome) {
        EnvironmentState.Attempt attempt = Objects.requireNonNull(state.attempt());
        change(state.withLive(null).withAttempt(null).withKept(attempt.next()).withEnded(outcome));
        live = null;
        next = null;
    }

    /** What is live listens elsewhere, and is started anew. */
    synchronized void moved(Installation installation) {
        change(state.withLive(installation));
        live = null;
    }

    private ReleaseProcesses processes(Installation installation) {
        int token = installation.spec().token();
        return new ReleaseProcesses(tools, layout, installation, identities -> started(token, identities));
    }

    private synchronized void started(int token, Map<String, ProcessIdentity> identities) {
        EnvironmentState.Attempt attempt = state.attempt();
        Installation installation = state.live();
        if (attempt != null && attempt.next().spec().token() == token) {
            change(state.withAttempt(attempt.withNext(attempt.next().withProcesses(identities))));
        } else if (installation != null && installation.spec().token() == token) {
            change(state.withLive(installation.withProcesses(identities)));
        }
    }

    /**
     * Changes the state, on disk first.
     *
     * @throws LifecycleFailedException if it cannot be written, except while restoring; nothing was changed then
     */
    private void change(EnvironmentState changed) {
        if (changed.equals(state) && !unsaved) {
            return;
        }
        if (!unsaved && PhaseNote.suffices(state, changed)) {
            PhaseNote.write(layout, changed);
            state = changed;
            return;
        }
        try {
            AtomicFile.write(layout.state(), HostJson.MAPPER.writeValueAsBytes(changed));
            // An older note must not speak for this state.
            PhaseNote.write(layout, changed);
            unsaved = false;
        } catch (IOException e) {
            if (!restoring) {
                throw new LifecycleFailedException(
                        "the state of ‘" + layout.key() + "’ cannot be written: " + e.getMessage(), e);
            }
            unsaved = true;
        }
        state = changed;
    }

    private static EnvironmentState read(Layout layout) {
        try {
            return Files.exists(layout.state())
                    ? PhaseNote.addTo(
                            HostJson.MAPPER.readValue(Files.readAllBytes(layout.state()), EnvironmentState.class),
                            layout)
                    : EnvironmentState.empty(layout.project(), layout.environment());
        } catch (IOException e) {
            throw new UncheckedIOException("the state of " + layout.key() + " cannot be read", e);
        }
    }
}
