package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome.Broken;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome.Committed;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome.Emptied;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome.Kept;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome.Restored;
import java.util.List;

/** How a deployment over several places ended. */
final class JointOutcome {
    private JointOutcome() {}

    /** @param outcomes of the places; never empty */
    static DeploymentOutcome of(int number, int release, String reason, List<DeploymentOutcome> outcomes) {
        List<Broken> broken = only(outcomes, Broken.class);
        if (!broken.isEmpty()) {
            return broken.get(0);
        }
        List<Committed> committed = only(outcomes, Committed.class);
        if (committed.size() == outcomes.size()) {
            return new Committed(number, release);
        }
        if (!committed.isEmpty()) {
            return new Broken(
                    number, null, "one of its places had gone live already and could not be taken back", reason);
        }
        if (!only(outcomes, Kept.class).isEmpty()) {
            return new Kept(number, reason);
        }
        List<Restored> restored = only(outcomes, Restored.class);
        return restored.isEmpty()
                ? new Emptied(number, reason)
                : new Restored(number, restored.get(0).release(), reason);
    }

    private static <T> List<T> only(List<DeploymentOutcome> outcomes, Class<T> kind) {
        return outcomes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
