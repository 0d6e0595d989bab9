package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.environment.MainAddress;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.host.environment.address.EnvironmentAddresses;
import io.jenkins.plugins.slipway.host.environment.address.Locations;
import io.jenkins.plugins.slipway.host.environment.process.ReleaseProcesses;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.HostJournal;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.PhaseNote;
import io.jenkins.plugins.slipway.host.environment.state.SharedResources;
import io.jenkins.plugins.slipway.host.home.AtomicFile;
import io.jenkins.plugins.slipway.host.router.OwnPort;
import io.jenkins.plugins.slipway.host.router.Router.Heard;
import io.jenkins.plugins.slipway.host.router.Router.HoldRule;
import io.jenkins.plugins.slipway.host.service.HostedServices;
import io.jenkins.plugins.slipway.host.service.ServiceTools;
import io.jenkins.plugins.slipway.host.service.Snapshots;
import io.jenkins.plugins.slipway.host.supervisor.ProcessIdentity;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The owner of one environment's state on disk, its processes and its place at the router. Safe for use by several threads. */
final class EnvironmentRuntime {
    /** How long processes may take to end when asked. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private final SharedResources tools;
    private final Layout layout;
    private EnvironmentState state;
    private @Nullable ReleaseProcesses live;
    private @Nullable ReleaseProcesses next;
    private boolean restoring;
    private boolean unsaved;
    private int ownPort;
    private Secrets secrets = Secrets.none();
    private final HostedServices services;
    private @Nullable Snapshots kept;
    private final Siblings siblings;

    /** The other environments of the same project. */
    @FunctionalInterface
    interface Siblings {
        Optional<EnvironmentRuntime> find(String environment);
    }

    EnvironmentRuntime(SharedResources tools, Layout layout, Siblings siblings) {
        this.tools = tools;
        this.layout = layout;
        this.siblings = siblings;
        this.services = new HostedServices(
                new ServiceTools(tools.supervisor(), tools.ports(), tools.runner(), tools.sandboxes(), tools.path()),
                layout.services(),
                layout.serviceTag(),
                layout::log);
        this.state = read(layout);
        tools.objects().open(new RuntimeObjectContext(this));
    }

    SharedResources tools() {
        return tools;
    }

    Layout layout() {
        return layout;
    }

    HostedServices services() {
        return services;
    }

    /** Keeps what the parent's services held until the services of this one are started. */
    synchronized void keep(@Nullable Snapshots snapshots) {
        if (kept != null && kept != snapshots) {
            kept.close();
        }
        kept = snapshots;
    }

    synchronized @Nullable Snapshots kept() {
        return kept;
    }

    /** Another environment of the same project, if the host knows it. */
    Optional<EnvironmentRuntime> sibling(String environment) {
        return siblings.find(environment);
    }

    synchronized EnvironmentState state() {
        return state;
    }

    /**
     * Changes the state, on disk first.
     *
     * @throws LifecycleFailedException if it cannot be written, except while restoring; nothing was changed then
     */
    synchronized void update(UnaryOperator<EnvironmentState> change) {
        EnvironmentState changed = change.apply(state);
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

    /**
     * Says that what was live is being brought back. A full disk must not stop that: what cannot be written is written with the
     * next change. Until then the state on disk is that of the attempt, which a new daemon would undo once more, to the same end.
     */
    synchronized void restoring(boolean begins) {
        restoring = begins;
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

    synchronized void forgetNext() {
        next = null;
    }

    synchronized void forgetLive() {
        live = null;
    }

    /** What was next is live. */
    synchronized void promote() {
        ReleaseProcesses promoted = next();
        update(before -> {
            EnvironmentState.Attempt attempt = before.attempt();
            return attempt == null
                    ? before
                    : before.withLive(attempt.next())
                            .withAttempt(null)
                            .withKept(null)
                            .withEnded(new DeploymentOutcome.Committed(
                                    attempt.next().spec().token(),
                                    attempt.next().spec().release()));
        });
        live = promoted;
        next = null;
    }

    /** What was made live just now is only next again: the router refuses it. */
    synchronized void demote(EnvironmentState before) {
        ReleaseProcesses demoted = live;
        update(now -> before);
        next = demoted;
        live = null;
    }

    /** Variables for the hooks of the deployment under way. They are never written down. */
    synchronized void entrust(Secrets others) {
        secrets = others;
    }

    synchronized Secrets secrets() {
        return secrets;
    }

    void announce(Installation installation) {
        tools.router().announce(layout.key(), names().of(installation), own());
    }

    /** While releases switch: at the names of both, as it may be the one before that answers in the end. */
    void announce(@Nullable Installation before, Installation next) {
        Set<String> hosts = new TreeSet<>(names().of(next));
        if (before != null) {
            hosts.addAll(names().of(before));
        }
        tools.router().announce(layout.key(), hosts, own());
    }

    /** Answers at the names of what is there now and at no other; gives those back. */
    void settleNames() {
        EnvironmentState now = state();
        Installation known = now.live() != null ? now.live() : now.kept();
        Set<String> hosts =
                known == null ? Set.of(MainAddress.host(layout.project(), layout.environment())) : names().of(known);
        tools.router().announce(layout.key(), hosts, own());
        names().settle();
    }

    /** The environment's own port, the same for as long as the environment is there. */
    private synchronized OwnPort own() {
        if (ownPort == 0) {
            int known = noted();
            ownPort = tools.ports().lasting(known);
            if (ownPort != known) {
                try {
                    AtomicFile.write(layout.ownPort(), (ownPort + "\n").getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException("the port of " + layout.key() + " cannot be written down", e);
                }
            }
        }
        return new OwnPort(ownPort, MainAddress.host(layout.project(), layout.environment()));
    }

    private int noted() {
        try {
            return Files.exists(layout.ownPort())
                    ? Integer.parseInt(Files.readString(layout.ownPort()).strip())
                    : 0;
        } catch (IOException | NumberFormatException e) {
            // It gets another one; nothing else depends on it.
            return 0;
        }
    }

    HostNameClaims names() {
        return new HostNameClaims(this);
    }

    Heard hold(Installation by) {
        var rule = by.spec().environment().hold();
        tools.router().hold(layout.key(), new HoldRule(rule.allMethods(), rule.timeout(), HoldRule.DEFAULT_MOST));
        return tools.router().heard(layout.key());
    }

    /** Lets requests through to an installed release, those that wait first. */
    Heard serve(Installation installation) {
        announce(installation);
        tools.router()
                .serve(
                        layout.key(),
                        EnvironmentAddresses.routes(
                                installation.spec(),
                                name -> Locations.destination(layout, installation, installation.application(name))));
        return tools.router().heard(layout.key());
    }

    void suspend() {
        tools.router().suspend(layout.key());
    }

    /** Notes an event in the folder of the deployment that it belongs to. */
    void note(Installation installation, String event, String detail) {
        HostJournal.append(installation.spec(), tools.clock(), event, detail);
    }

    private ReleaseProcesses processes(Installation installation) {
        int token = installation.spec().token();
        return new ReleaseProcesses(tools, layout, installation, identities -> remember(token, identities));
    }

    private void remember(int token, Map<String, ProcessIdentity> identities) {
        update(before -> {
            EnvironmentState.Attempt attempt = before.attempt();
            if (attempt != null && attempt.next().spec().token() == token) {
                return before.withAttempt(attempt.withNext(attempt.next().withProcesses(identities)));
            }
            Installation installation = before.live();
            if (installation != null && installation.spec().token() == token) {
                return before.withLive(installation.withProcesses(identities));
            }
            return before;
        });
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
