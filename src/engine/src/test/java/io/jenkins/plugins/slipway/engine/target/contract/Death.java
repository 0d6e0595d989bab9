package io.jenkins.plugins.slipway.engine.target.contract;

import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.NullUnmarked;

/** Where a deployer dies, or a step fails. */
@NullUnmarked
public final class Death {
    /** How far a step has come. */
    public enum Point {
        /** It is not known to anybody yet. */
        UNKNOWN,
        /** Its handle is written down, and nothing has happened. */
        ANNOUNCED,
        /** All of it has happened, and nobody was told. */
        DONE,
        /** The commit is next. Only at the last step of the switch. */
        UNCOMMITTED,
        /** The place has committed. Only at the last step of the switch. */
        COMMITTED
    }

    /** @param index of the step in the plan */
    public record Moment(int index, String step, Stage stage, Point point) {
        /** Whether the release may not be gone again. */
        public boolean isAfterTheCommit() {
            return point == Point.COMMITTED || stage == Stage.SETTLE;
        }

        @Override
        public String toString() {
            return step + " (" + index + ") " + point.name().toLowerCase(Locale.ROOT);
        }
    }

    private Death() {}

    public static List<Moment> moments(List<PlannedStep> steps) {
        int last = 0;
        for (int i = 0; i < steps.size(); i++) {
            last = steps.get(i).stage() == Stage.SETTLE ? last : i;
        }
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            PlannedStep step = steps.get(i);
            if (step.name().endsWith("watch")) {
                // Left out where nobody watches.
                continue;
            }
            for (Point point : Point.values()) {
                boolean commits = point == Point.UNCOMMITTED || point == Point.COMMITTED;
                if (!commits || i == last) {
                    moments.add(new Moment(i, step.name(), step.stage(), point));
                }
            }
        }
        return moments;
    }
}
