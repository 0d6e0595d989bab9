package io.jenkins.plugins.slipway.engine.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment whose deployer ended before it recorded the result.
 *
 * @param number the deployment's
 * @param release that was to go live
 * @param previous that was live when it began, or null
 * @param handles of the operations that its journal saw begin, in order; empty if the journal is gone
 */
public record InterruptedDeployment(
        String project,
        String environment,
        int number,
        int release,
        @Nullable Integer previous,
        List<OperationHandle> handles) {
    public InterruptedDeployment {
        handles = List.copyOf(handles);
    }
}
