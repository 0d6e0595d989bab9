package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.GateConfig;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Coverage;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Rule;
import io.jenkins.plugins.slipway.engine.config.GateConfig.Test;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be known to be wrong before anything runs. */
final class GateChecks {
    private GateChecks() {}

    /**
     * @throws RefusedException if the gate would clean up production
     * @throws BadInputException if the gate names what cannot be
     */
    static void check(EnvironmentConfig environment, GateConfig gate) {
        String place = "gates." + environment.name();
        if (gate.cleanup() != null && environment.type() == EnvironmentConfig.Type.PRODUCTION) {
            throw new RefusedException(place + ".cleanup: ‘" + environment.name()
                    + "’ is of type production, where cleanup never runs; remove the line, or judge the release in a staging"
                    + " environment");
        }
        boolean inventory = gate.coverage().stream().anyMatch(coverage -> coverage.inventory() != null);
        List<Rule> rules = gate.rules();
        for (int i = 0; i < rules.size(); i++) {
            checkMetric(place + ".rules[" + i + "].metric", rules.get(i).metric(), inventory);
        }
        for (Test test : gate.tests()) {
            checkGlob(place + ".tests", test.junit());
        }
        for (Coverage coverage : gate.coverage()) {
            checkGlob(place + ".coverage", coverage.report());
            checkGlob(place + ".coverage", coverage.inventory());
        }
    }

    private static void checkMetric(String place, String metric, boolean inventory) {
        if (!Metrics.possible(metric, inventory)) {
            Optional<String> meant = Metrics.suggestion(metric, Set.of());
            throw new BadInputException(place + ": ‘" + metric + "’ is not a number that this gate can have; "
                    + meant.map(other -> "did you mean ‘" + other + "’?")
                            .orElse("known are " + String.join(", ", Metrics.known()))
                    + (inventory ? "" : " (numbers of other names come from a coverage inventory)"));
        }
    }

    private static void checkGlob(String place, @Nullable String glob) {
        if (glob != null && !ReportFiles.inside(glob)) {
            throw new BadInputException(
                    place + ": ‘" + glob + "’ is not a path inside of the project; reports are read from nowhere else");
        }
    }
}
