package io.jenkins.plugins.slipway.engine.environment;

import org.jspecify.annotations.Nullable;

/**
 * That a release was deployed to an environment.
 *
 * @param lastDeployment the newest deployment of it there, whatever became of it
 * @param lastLive the newest deployment of it there that went live, or null if none did
 */
public record ReleaseUse(
        String environment,
        int release,
        int lastDeployment,
        @Nullable Integer lastLive) {}
