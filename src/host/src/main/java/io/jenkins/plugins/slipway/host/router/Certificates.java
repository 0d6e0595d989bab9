package io.jenkins.plugins.slipway.host.router;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the router proves to be its domains' with. */
final class Certificates implements AutoCloseable {
    private final @Nullable Path file;

    Certificates(@Nullable Path file) {
        this.file = file;
    }

    /** The port for encrypted requests to a host, or null if there is no certificate for it. */
    @Nullable
    Integer port(String host) {
        return file == null || host.isEmpty() ? null : null;
    }

    @Override
    public void close() {}
}
