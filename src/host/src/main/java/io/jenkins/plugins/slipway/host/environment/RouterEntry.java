package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.environment.MainAddress;
import io.jenkins.plugins.slipway.host.environment.address.EnvironmentAddresses;
import io.jenkins.plugins.slipway.host.environment.address.Locations;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.SharedResources;
import io.jenkins.plugins.slipway.host.home.AtomicFile;
import io.jenkins.plugins.slipway.host.router.OwnPort;
import io.jenkins.plugins.slipway.host.router.Router.Heard;
import io.jenkins.plugins.slipway.host.router.Router.HoldRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The place of one environment at the router: its names, its own port, and where its requests go. */
final class RouterEntry {
    private final EnvironmentRuntime runtime;
    private final SharedResources tools;
    private final Layout layout;
    private int ownPort;

    RouterEntry(EnvironmentRuntime runtime) {
        this.runtime = runtime;
        this.tools = runtime.tools();
        this.layout = runtime.layout();
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
        EnvironmentState now = runtime.state();
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
        return new HostNameClaims(runtime);
    }

    Heard hold(Installation by) {
        var rule = by.spec().environment().hold();
        tools.router().hold(layout.key(), new HoldRule(rule.allMethods(), rule.timeout(), HoldRule.DEFAULT_MOST));
        return tools.router().heard(layout.key());
    }

    /** Lets requests through to an installed release, those that wait first. */
    Heard serve(Installation installation) {
        tools.router()
                .serve(
                        layout.key(),
                        names().of(installation),
                        own(),
                        EnvironmentAddresses.routes(
                                installation.spec(),
                                name -> Locations.destination(layout, installation, installation.application(name))));
        return tools.router().heard(layout.key());
    }

    /** Nothing is served. */
    void suspend() {
        tools.router().suspend(layout.key());
    }
}
