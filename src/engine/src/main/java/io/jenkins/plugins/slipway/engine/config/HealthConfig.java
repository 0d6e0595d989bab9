package io.jenkins.plugins.slipway.engine.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

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

    /**
     * What an application has to do before deploy hooks run. One that has such a hook may need it before it can serve, to make
     * its tables for instance: unless it says how it proves that it can, it only has to answer then, and proves it after its hook.
     *
     * @param declared what it says; null for nothing
     */
    public static HealthConfig beforeHooks(ApplicationConfig application, @Nullable HealthConfig declared) {
        if (declared != null) {
            return declared;
        }
        return application.hooks().deploy() == null
                ? DEFAULT
                : new HealthConfig(DEFAULT.path, 100, 599, DEFAULT.timeout, DEFAULT.interval);
    }
}
