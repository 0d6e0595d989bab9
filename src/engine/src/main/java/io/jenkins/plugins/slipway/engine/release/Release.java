package io.jenkins.plugins.slipway.engine.release;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An immutable, numbered set of artifacts and the configuration they were built with.
 *
 * @param number from 1, without gaps in one project's order of creation
 * @param artifacts by application
 * @param config the normalised configuration tree, mapped back by {@code ConfigReader}
 * @param commit revision of the sources, empty if unknown
 * @param label such as {@code 1.4.0}, or null
 * @param quarantine set if the release is marked bad
 */
public record Release(
        String project,
        int number,
        Map<String, Digest> artifacts,
        JsonNode config,
        String commit,
        @Nullable String label,
        Instant created,
        String by,
        @Nullable Quarantine quarantine) {

    /** Why a release must not be deployed. */
    public record Quarantine(String by, Instant since, String reason) {
        public Quarantine {
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(since, "since");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
