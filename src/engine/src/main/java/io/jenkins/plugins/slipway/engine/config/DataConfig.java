package io.jenkins.plugins.slipway.engine.config;

import org.jspecify.annotations.Nullable;

/**
 * Scripts that know an application's data; each may be null.
 *
 * @param version prints the schema version on standard output
 * @param down takes the schema down to {@code $SLIPWAY_TO_VERSION}
 * @param backup writes a backup to the file {@code $SLIPWAY_BACKUP}
 * @param restore loads the file {@code $SLIPWAY_BACKUP}
 */
public record DataConfig(
        @Nullable String version,
        @Nullable String down,
        @Nullable String backup,
        @Nullable String restore) {}
