package io.jenkins.plugins.slipway.cli.terminal;

import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseRun;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;

/** The phases of a deployment as documents have them. */
public final class Phases {
    private Phases() {}

    public static ArrayNode json(List<PhaseRun> phases) {
        ArrayNode array = Json.array();
        for (PhaseRun phase : phases) {
            array.add(Json.object()
                    .put("name", phase.name())
                    .put("state", phase.state().name().toLowerCase(Locale.ROOT))
                    .put("seconds", Json.seconds(phase.seconds())));
        }
        return array;
    }
}
