package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.environment.Deployment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment ended.
 *
 * @param deployment its number
 * @param release that was to go live
 * @param previous that was live before, or null
 * @param state {@code LIVE}, {@code RESTORED} or {@code FAILED}; {@code RUNNING} only if it cannot be known yet, because the
 *     target does not answer
 * @param message why it failed, or what went wrong after it had gone live; empty if nothing did
 * @param phases those that ended, in order
 * @param urls where the environment answers, main one first
 */
public record DeployResult(
        String environment,
        int deployment,
        int release,
        @Nullable Integer previous,
        Deployment.State state,
        String message,
        List<Deployment.PhaseRun> phases,
        List<String> urls) {
    public DeployResult {
        phases = List.copyOf(phases);
        urls = List.copyOf(urls);
    }

    DeployResult withState(Deployment.State other) {
        return new DeployResult(environment, deployment, release, previous, other, message, phases, urls);
    }
}
