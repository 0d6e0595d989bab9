package io.jenkins.plugins.slipway.host.service;

import java.util.Locale;

/**
 * What a service is, from its type as it is written: {@code postgresql:15}.
 *
 * @param version empty if none is asked for
 */
record ServiceType(String name, String version) {
    static ServiceType of(String written) {
        String text = written.strip().toLowerCase(Locale.ROOT);
        int colon = text.indexOf(':');
        return colon < 0
                ? new ServiceType(text, "")
                : new ServiceType(text.substring(0, colon), text.substring(colon + 1));
    }

    /** What of it runs on this host. */
    enum Kind {
        POSTGRESQL,
        REDIS,
        /** Directories that applications share; there is no process. */
        STORAGE,
        /** Nothing that this host can run. */
        FOREIGN
    }

    Kind kind() {
        return switch (name) {
            case "postgresql", "postgres" -> Kind.POSTGRESQL;
            case "redis", "redis-persistent", "valkey", "valkey-persistent" -> Kind.REDIS;
            case "network-storage" -> Kind.STORAGE;
            default -> Kind.FOREIGN;
        };
    }

    /** Whether what it holds is to outlive it. A plain Redis is a cache. */
    boolean persistent() {
        return kind() != Kind.REDIS || name.endsWith("-persistent");
    }

    /** The first number of the version, such as 15; 0 if none is asked for. */
    int major() {
        return Software.major(version);
    }

    @Override
    public String toString() {
        return version.isEmpty() ? name : name + ":" + version;
    }
}
