package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome.Broken;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome.Committed;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome.Emptied;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome.Kept;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome.Restored;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment over several places ended.
 *
 * @param previous release that was live in all of them before, or null
 */
record JointOutcome(int number, int release, @Nullable Integer previous) {

    /** @param outcomes of the places; empty if none was reached */
    DeploymentOutcome of(String reason, List<DeploymentOutcome> outcomes) {
        List<Broken> broken = only(outcomes, Broken.class);
        if (!broken.isEmpty()) {
            return broken.get(0);
        }
        List<Committed> committed = only(outcomes, Committed.class);
        if (!committed.isEmpty() && committed.size() == outcomes.size()) {
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
        if (previous != null) {
            return new Restored(number, previous, reason);
        }
        return restored.isEmpty()
                ? new Emptied(number, reason)
                : new Restored(number, restored.get(0).release(), reason);
    }

    private static <T> List<T> only(List<DeploymentOutcome> outcomes, Class<T> kind) {
        return outcomes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
