package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.host.environment.HostedEnvironments;
import io.jenkins.plugins.slipway.host.notice.Notices;
import io.jenkins.plugins.slipway.host.object.HostedObjects;
import io.jenkins.plugins.slipway.host.router.Router;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * What a connection can act on.
 *
 * @param stop ends the daemon; with {@code true} its applications too
 * @param succeed ends the daemon for another one, which that command starts
 * @param watch takes the number of a watcher's process; says whether that may stay
 */
public record SessionOperations(
        HostedEnvironments environments,
        HostedObjects objects,
        Router router,
        Notices notices,
        String version,
        Consumer<Boolean> stop,
        Consumer<List<String>> succeed,
        LongPredicate watch) {}
