package io.jenkins.plugins.slipway.engine.config;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The platforms' runtimes and services by the first part of their types, as in {@code nodejs:20} and {@code postgresql:15}. */
public final class TypeNames {
    /** What an application may be built for. */
    public static final Set<String> RUNTIMES = sorted(
            "composable", "dotnet", "elixir", "golang", "java", "lisp", "nodejs", "php", "python", "ruby", "rust");

    /** What an application may relate to. */
    public static final Set<String> SERVICES = sorted(
            "chrome-headless",
            "clickhouse",
            "elasticsearch",
            "elasticsearch-enterprise",
            "gotenberg",
            "influxdb",
            "kafka",
            "mariadb",
            "memcached",
            "mercure",
            "mongodb",
            "mongodb-enterprise",
            "mysql",
            "network-storage",
            "opensearch",
            "oracle-mysql",
            "postgresql",
            "rabbitmq",
            "redis",
            "redis-persistent",
            "solr",
            "valkey",
            "valkey-persistent",
            "varnish",
            "vault-kms");

    /** Those of the services that the host of target local runs itself, from their configuration. */
    public static final Set<String> RUN_HERE =
            sorted("network-storage", "postgresql", "redis", "redis-persistent", "valkey", "valkey-persistent");

    private TypeNames() {}

    /** The first part of a type as it is written. */
    public static String of(String type) {
        int colon = type.indexOf(':');
        return (colon < 0 ? type : type.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
    }

    private static Set<String> sorted(String... names) {
        return new TreeSet<>(Set.of(names));
    }
}
