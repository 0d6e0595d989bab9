package io.jenkins.plugins.slipway.engine.target;

import java.util.List;

/** Offered by a place that can be changed by others than Slipway. */
@FunctionalInterface
public interface DriftPort {
    /**
     * What somebody changed there since the last deployment. Asks the place.
     *
     * @return whole sentences with what was found; empty if everything is as it was left
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if the place cannot be asked
     */
    List<String> drift();
}
