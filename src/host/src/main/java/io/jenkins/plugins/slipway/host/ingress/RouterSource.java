package io.jenkins.plugins.slipway.host.ingress;

import io.jenkins.plugins.slipway.host.notice.Notices;
import io.jenkins.plugins.slipway.host.router.InternalEndpoint;
import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.router.traffic.NettyRouter;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives a daemon its router. */
@FunctionalInterface
public interface RouterSource {
    /**
     * Opens it, or takes over the one that runs, wherever that listens.
     *
     * @param port 0 for any that is free
     * @param notices hear of what the router does not do as it should
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if the port cannot be had; nothing is left open
     */
    Router open(String address, int port, InternalEndpoint endpoint, Notices notices)
            throws IOException, InterruptedException;

    /** A router within the daemon's process, which ends with it. */
    static RouterSource inside() {
        return (address, port, endpoint, notices) -> {
            NettyRouter router = NettyRouter.listen(address, port);
            router.open(endpoint);
            router.troubles(sentence -> notices.set(RouterEvents.ENCRYPTED_PORT, sentence));
            return router;
        };
    }

    /**
     * A router in a process of its own.
     *
     * @param daemonCommand starts the daemon again, without options
     * @param inherited where the router takes its connections, if there is such a socket already
     */
    static RouterSource process(
            RouterStarter starter, List<String> daemonCommand, @Nullable ListeningSocket inherited) {
        return (address, port, endpoint, notices) -> RemoteRouter.open(
                starter, daemonCommand, inherited, () -> ListeningSocket.bind(address, port), endpoint, notices);
    }
}
