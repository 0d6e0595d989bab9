package io.jenkins.plugins.slipway.engine.config;

import java.time.Duration;

/**
 * How an application proves that it can serve: an HTTP GET that is answered with a status below 500, or within the given range.
 *
 * @param timeout how long it may take until the first good answer
 * @param interval between two probes
 */
public record HealthConfig(String path, int minStatus, int maxStatus, Duration timeout, Duration interval) {
    /** Probes {@code /}, takes any answer that is not a server error, for one minute. */
    public static final HealthConfig DEFAULT =
            new HealthConfig("/", 100, 499, Duration.ofSeconds(60), Duration.ofMillis(100));
}
