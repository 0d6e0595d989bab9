package io.jenkins.plugins.slipway.host.control;

import tools.jackson.databind.JsonNode;

/**
 * What a deployer asks the daemon for. The parts of the record are the fields of the message; {@link RequestCodec} names the operations.
 * What {@link HostRequest.Stop} and {@link HostRequest.Upgrade} ask for means the same in every protocol, so these two never change.
 *
 * @param <A> what comes back when it is done
 */
public sealed interface Request<A> permits HostRequest, EnvironmentRequest, LockedRequest {
    /**
     * Does what is asked, at the daemon.
     *
     * @throws io.jenkins.plugins.slipway.engine.SlipwayException if it is refused, or fails; that travels back
     */
    A perform(Handlers handlers, Call call) throws InterruptedException;

    /**
     * What came back, at the deployer.
     *
     * @throws tools.jackson.core.JacksonException if it is something else
     */
    A answer(JsonNode ok);

    /** Who does what is asked on one connection. */
    record Handlers(HostRequest.Handler host, EnvironmentRequest.Handler environment, LockedRequest.Handler locked) {}

    /** That something is done, and nothing more. */
    record Done() {
        static final Done DONE = new Done();
    }
}
