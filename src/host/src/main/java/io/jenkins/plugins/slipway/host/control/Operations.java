package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.host.environment.HostedEnvironments;
import io.jenkins.plugins.slipway.host.object.HostedObjects;
import io.jenkins.plugins.slipway.host.router.Router;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a connection can act on.
 *
 * @param stop ends the daemon; with {@code true} its applications too
 * @param succeed ends the daemon for another one, which that command starts
 */
public record Operations(
        HostedEnvironments environments,
        HostedObjects objects,
        Router router,
        String version,
        Consumer<Boolean> stop,
        Consumer<List<String>> succeed) {}
