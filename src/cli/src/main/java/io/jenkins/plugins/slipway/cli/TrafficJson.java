package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.host.router.Router.Traffic;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What an environment's requests came to since the router started. */
final class TrafficJson {
    private TrafficJson() {}

    static ObjectNode of(Traffic traffic) {
        ObjectNode result = Json.object()
                .put("answered", traffic.answered())
                .put("held", traffic.held())
                .put("refused", traffic.refused())
                .put("lost", traffic.lost())
                .put("parked", traffic.waiting())
                .put("in_flight", traffic.underway())
                .put("streams", traffic.streams())
                .put("upstream_errors", traffic.upstreamErrors())
                .put("bytes_in", traffic.bytesIn())
                .put("bytes_out", traffic.bytesOut())
                .put("seconds", traffic.seconds())
                .put("held_seconds", traffic.heldSeconds());
        ObjectNode statuses = result.putObject("statuses");
        for (int i = 0; i < traffic.statuses().size(); i++) {
            statuses.put((i + 1) + "xx", traffic.statuses().get(i));
        }
        ObjectNode latency = result.putObject("latency_ms");
        List<Long> bounds = Traffic.LATENCY_BOUNDS_MILLIS;
        for (int i = 0; i < traffic.latency().size(); i++) {
            String bound = i < bounds.size() ? "up_to_" + bounds.get(i) : "longer";
            latency.put(bound, traffic.latency().get(i));
        }
        return result;
    }
}
