package io.jenkins.plugins.slipway.host.daemon;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a daemon is to end.
 *
 * @param applications whether they end too
 * @param successor program and arguments of the daemon that is to follow; null to end the router, too
 */
public record Ending(boolean applications, @Nullable List<String> successor) {
    public static final Ending WITH_APPLICATIONS = new Ending(true, null);
    public static final Ending LEAVING_APPLICATIONS = new Ending(false, null);

    public Ending {
        successor = successor == null ? null : List.copyOf(successor);
    }
}
