package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The words of the protocol that both sides share. */
final class Protocol {
    /** Raised when a daemon of one number cannot serve a deployer of another. */
    static final int NUMBER = 1;

    /** A sign of life; not answered. */
    static final String BEAT = "beat";

    /** Cancels the request of that {@code id}; not answered, as that request is. */
    static final String CANCEL = "cancel";

    private Protocol() {}

    static ObjectNode object() {
        return HostJson.MAPPER.createObjectNode();
    }

    /** How a failure travels. */
    static ObjectNode failure(Throwable failure) {
        ObjectNode result = object();
        String kind = failure instanceof RefusedException
                ? "refused"
                : failure instanceof LifecycleFailedException
                        ? "failed"
                        : failure instanceof BadInputException ? "input" : "bug";
        result.put("kind", kind);
        result.put("message", kind.equals("bug") ? failure.toString() : failure.getMessage());
        return result;
    }

    /** The failure as it was on the other side. */
    static RuntimeException failure(JsonNode error) {
        String message = error.path("message").asString("");
        return switch (error.path("kind").asString("")) {
            case "refused" -> new RefusedException(message);
            case "failed" -> new LifecycleFailedException(message);
            case "input" -> new BadInputException(message);
            default -> new IllegalStateException("the host daemon has a bug: " + message + ". Its log says more");
        };
    }
}
