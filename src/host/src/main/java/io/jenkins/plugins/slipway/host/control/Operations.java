package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.host.environment.HostedEnvironments;
import io.jenkins.plugins.slipway.host.object.HostedObjects;
import java.util.function.Consumer;

/**
 * What a connection can act on.
 *
 * @param stop ends the daemon; with {@code true} its applications too
 */
public record Operations(
        HostedEnvironments environments,
        HostedObjects objects,
        int routerPort,
        String version,
        Consumer<Boolean> stop) {}
