package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.Style;
import io.jenkins.plugins.slipway.cli.terminal.Table;
import io.jenkins.plugins.slipway.cli.terminal.Times;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.host.router.Router.Traffic;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What ‘slipway status’ says of one environment.
 *
 * @param release that is live, or null for none
 * @param deployment that made it live, or null for none
 * @param health as the host says, {@code stopped} without a host, or null if nothing is live
 * @param verdicts over the live release, newest first
 * @param place what its place says beside
 */
record StatusRow(
        String name,
        EnvironmentConfig.Type type,
        @Nullable Integer release,
        @Nullable Deployment deployment,
        @Nullable String health,
        List<Verdict> verdicts,
        Place place) {

    /**
     * @param lock who holds the environment, or null
     * @param traffic what its requests came to, or null where no host counts them
     * @param drift what was changed there by hand
     */
    record Place(@Nullable String lock, @Nullable Traffic traffic, List<String> drift) {}

    void addTo(Table table, Style style) {
        Verdict newest = verdicts.isEmpty() ? null : verdicts.get(0);
        table.row(
                name,
                type.name().toLowerCase(Locale.ROOT),
                release == null ? "-" : release,
                new Table.Cell(health == null ? "-" : health, "healthy".equals(health) ? style::good : style::doubtful),
                newest == null ? new Table.Cell("-", style::faint) : GateVerb.cell(newest.status(), style),
                deployment == null || deployment.ended() == null ? "-" : Times.local(deployment.ended()),
                deployment == null ? "-" : deployment.by(),
                place.lock() == null ? "-" : place.lock());
    }

    ObjectNode json() {
        ObjectNode one = Json.object()
                .put("name", name)
                .put("type", type.name().toLowerCase(Locale.ROOT))
                .put("release", release)
                .put("deployment", deployment == null ? null : Integer.valueOf(deployment.number()));
        one.set("since", Json.text(deployment == null ? null : deployment.ended()));
        one.set("by", Json.text(deployment == null ? null : deployment.by()));
        one.set("health", Json.text(health));
        ArrayNode array = one.putArray("verdicts");
        for (Verdict verdict : verdicts) {
            array.add(Json.object()
                    .put("verdict", verdict.status().name())
                    .put("at", verdict.at().toString())
                    .put("by", verdict.by()));
        }
        one.set("lock", Json.text(place.lock()));
        one.set("traffic", place.traffic() == null ? NullNode.getInstance() : TrafficJson.of(place.traffic()));
        one.set("drift", Json.strings(place.drift()));
        return one;
    }
}
