package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which of the machine's programs runs a service: the version asked for or the nearest, and always the one that made its data. */
final class SoftwareSelection {
    private SoftwareSelection() {}

    static Software of(RequiredServices.One one, ServiceFolder folder, String path) {
        boolean postgres = one.type().kind() == ServiceType.Kind.POSTGRESQL;
        List<Software> found = postgres
                ? Software.postgres(path)
                : Software.redis(path, one.type().name().startsWith("valkey"));
        int made = made(folder);
        if (made > 0) {
            return found.stream()
                    .filter(software -> software.major() == made)
                    .findFirst()
                    .orElseThrow(() -> new LifecycleFailedException(
                            "the data of service ‘" + one.name() + "’ was made by PostgreSQL " + made
                                    + ", which this machine does not have any more. Install postgresql-" + made));
        }
        return Software.nearest(found, one.type().major())
                .orElseThrow(() -> new LifecycleFailedException("service ‘" + one.name() + "’ needs "
                        + (postgres ? "PostgreSQL" : "Redis")
                        + ", which is not installed on this machine (apt-get install "
                        + (postgres ? "postgresql" : "redis-server")
                        + "). Install it, or say in the environment's ‘services’ where it runs"));
    }

    private static int made(ServiceFolder folder) {
        Path file = folder.data().resolve("PG_VERSION");
        try {
            return Files.exists(file) ? Software.major(Files.readString(file).strip()) : 0;
        } catch (IOException e) {
            throw new LifecycleFailedException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
