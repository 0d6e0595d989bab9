package io.jenkins.plugins.slipway.engine.target;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What was saved of an environment at one time.
 *
 * @param id unique in the environment, in the order of time
 * @param reason why, such as {@code before deployment 7}
 * @param release that was live
 * @param deployment before which it was taken, 0 for none
 * @param parts what it holds
 */
public record Backup(String id, Instant time, String reason, int release, int deployment, List<Part> parts) {
    public Backup {
        Objects.requireNonNull(id);
        parts = List.copyOf(parts);
    }

    /** How a part was saved, and is loaded again. */
    public enum Kind {
        /** By the application's own scripts. */
        SCRIPT,
        /** The files in the application's mounts. */
        MOUNTS,
        /** The files that applications share by a network storage. */
        STORAGE,
        /** What a server of the host holds. */
        SERVICE
    }

    /**
     * @param application whose data it is; of several that share it, the first
     * @param name of the service, or of the application
     * @param path below the backup's folder
     * @param bytes that it holds; files that did not change since the backup before take no room again
     */
    public record Part(Kind kind, String application, String name, String path, long bytes) {}

    public long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }
}
