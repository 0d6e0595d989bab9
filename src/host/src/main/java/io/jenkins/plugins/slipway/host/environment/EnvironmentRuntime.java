package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.process.Secrets;
import io.jenkins.plugins.slipway.host.environment.process.ReleaseProcesses;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.HostJournal;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.SharedResources;
import io.jenkins.plugins.slipway.host.service.HostedServices;
import io.jenkins.plugins.slipway.host.service.ServiceTools;
import io.jenkins.plugins.slipway.host.service.Snapshots;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that belongs to one environment while the daemon runs, each with its owner. Safe for use by several threads. */
final class EnvironmentRuntime {
    /** How long processes may take to end when asked. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private final SharedResources tools;
    private final Layout layout;
    private final Installations installations;
    private final RouterEntry router;
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
        this.installations = new Installations(tools, layout);
        this.router = new RouterEntry(this);
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

    /** What is installed, and what becomes of it. */
    Installations installations() {
        return installations;
    }

    EnvironmentState state() {
        return installations.state();
    }

    /** See {@link Installations#live}. */
    @Nullable
    ReleaseProcesses live() {
        return installations.live();
    }

    /** See {@link Installations#next}. */
    ReleaseProcesses next() {
        return installations.next();
    }

    /** Where requests go. */
    RouterEntry router() {
        return router;
    }

    /** Variables for the hooks of the deployment under way. They are never written down. */
    synchronized void entrust(Secrets others) {
        secrets = others;
    }

    synchronized Secrets secrets() {
        return secrets;
    }

    /** Notes an event in the folder of the deployment that it belongs to. */
    void note(Installation installation, String event, String detail) {
        HostJournal.append(installation.spec(), tools.clock(), event, detail);
    }
}
