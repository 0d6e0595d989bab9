package io.jenkins.plugins.slipway.engine.release;

import java.util.Map;

/** What else needs the artifacts of releases, beside what is or was live. */
@FunctionalInterface
public interface Claims {
    /** Reasons by number of the release: {@code subscribed issues in production}. */
    Map<Integer, String> of(String project);

    static Claims none() {
        return project -> Map.of();
    }
}
