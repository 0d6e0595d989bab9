package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The wish that a release goes live in an environment.
 *
 * @param config the project as declared today; decides about the environment, not about the release
 * @param projectDirectory where copies of journal, logs and report are left, or null for nowhere
 * @param release its number, or null for the newest
 * @param by who asks
 * @param overDrift whether what somebody changed there by hand may be written over
 * @param lockTimeout how long to wait at most while another deployment holds the environment
 */
public record DeployRequest(
        ProjectConfig config,
        @Nullable Path projectDirectory,
        String environment,
        @Nullable Integer release,
        String by,
        boolean overDrift,
        Duration lockTimeout) {

    /** A queue of deployments may take a while; after this a build is better told than kept. */
    public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofHours(1);

    /** One that writes over nobody's changes. */
    public DeployRequest(
            ProjectConfig config,
            @Nullable Path projectDirectory,
            String environment,
            @Nullable Integer release,
            String by,
            Duration lockTimeout) {
        this(config, projectDirectory, environment, release, by, false, lockTimeout);
    }

    public DeployRequest {
        if (release != null && release < 1) {
            throw new IllegalArgumentException("release " + release + " is below 1");
        }
    }
}
