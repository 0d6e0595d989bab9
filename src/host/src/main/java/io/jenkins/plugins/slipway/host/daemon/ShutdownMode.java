package io.jenkins.plugins.slipway.host.daemon;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a daemon is to end.
 *
 * @param applications whether they end too
 * @param successor program and arguments of the daemon that is to follow; null to end the router, too
 */
public record ShutdownMode(boolean applications, @Nullable List<String> successor) {
    public static final ShutdownMode WITH_APPLICATIONS = new ShutdownMode(true, null);
    public static final ShutdownMode LEAVING_APPLICATIONS = new ShutdownMode(false, null);

    public ShutdownMode {
        successor = successor == null ? null : List.copyOf(successor);
    }
}
