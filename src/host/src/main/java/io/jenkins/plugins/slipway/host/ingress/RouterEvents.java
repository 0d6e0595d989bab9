package io.jenkins.plugins.slipway.host.ingress;

import io.jenkins.plugins.slipway.host.notice.Notices;
import io.jenkins.plugins.slipway.host.router.InternalEndpoint;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.ObjectNode;

/** What a router says without being asked: requests for the endpoint, and what it cannot do as it should. */
final class RouterEvents {
    /** What the notice of the port for encrypted connections is about. */
    static final String ENCRYPTED_PORT = "encrypted port";

    private final InternalEndpoint endpoint;
    private final Notices notices;

    RouterEvents(InternalEndpoint endpoint, Notices notices) {
        this.endpoint = endpoint;
        this.notices = notices;
    }

    /** @param counts whether it is the router that takes new connections */
    void take(RouterLink link, ObjectNode line, BooleanSupplier counts) {
        int number = line.path("number").asInt();
        switch (line.path("event").asString("")) {
            case "question" ->
                endpoint.leadsTo(line.path("path").asString(""))
                        .thenAccept(key -> link.tell(
                                IngressJson.op("told").put("number", number).put("key", key.orElse(null))));
            case "delivery" ->
                endpoint.enter(IngressJson.MAPPER.treeToValue(line.path("delivery"), InternalEndpoint.Delivery.class))
                        .thenAccept(answer -> {
                            ObjectNode reply = IngressJson.op("delivered").put("number", number);
                            reply.set("answer", IngressJson.MAPPER.valueToTree(answer));
                            link.tell(reply);
                        });
            case "encrypted" -> {
                if (counts.getAsBoolean()) {
                    notices.set(ENCRYPTED_PORT, line.path("trouble").asString(""));
                }
            }
            default -> {
                // Of a later version.
            }
        }
    }
}
