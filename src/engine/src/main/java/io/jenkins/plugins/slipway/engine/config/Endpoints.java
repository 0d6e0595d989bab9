package io.jenkins.plugins.slipway.engine.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Which service or application a relationship means, whichever of its forms is used. */
public final class Endpoints {
    private static final Map<String, String> BY_TYPE = Map.ofEntries(
            Map.entry("mariadb", "mysql"),
            Map.entry("oracle-mysql", "mysql"),
            Map.entry("valkey-persistent", "valkey"),
            Map.entry("redis-persistent", "redis"),
            Map.entry("mongodb-enterprise", "mongodb"),
            Map.entry("elasticsearch-enterprise", "elasticsearch"),
            Map.entry("varnish", "http"),
            Map.entry("chrome-headless", "http"));

    /** Services that have the one endpoint that relationships mean by default, unless their configuration names others. */
    private static final Set<String> WITH_ONE = Set.of(
            "chrome-headless",
            "elasticsearch",
            "kafka",
            "mariadb",
            "memcached",
            "mongodb",
            "mysql",
            "opensearch",
            "oracle-mysql",
            "postgresql",
            "rabbitmq",
            "redis",
            "redis-persistent",
            "solr",
            "valkey",
            "valkey-persistent",
            "varnish");

    private Endpoints() {}

    /** The endpoints that a service or application has; empty if that is not known here. */
    public static Set<String> known(JsonNode service) {
        if (!service.isObject()) {
            return Set.of("http");
        }
        Set<String> named = new TreeSet<>();
        service.path("configuration").path("endpoints").properties().forEach(endpoint -> named.add(endpoint.getKey()));
        return named.isEmpty()
                        && WITH_ONE.contains(TypeNames.of(service.path("type").asString("")))
                ? Set.of(usual(service))
                : named;
    }

    /**
     * @param name the relationship's own name, which an absent value repeats
     * @param services declared services, by name
     */
    public static ApplicationConfig.Relationship of(String name, JsonNode written, JsonNode services) {
        String service = service(name, written);
        String endpoint = "";
        if (written.isString()) {
            int colon = written.asString().indexOf(':');
            endpoint = colon < 0 ? "" : written.asString().substring(colon + 1).strip();
        } else if (written.isObject()) {
            endpoint = written.path("endpoint").asString("");
        }
        return new ApplicationConfig.Relationship(
                service, endpoint.isEmpty() ? usual(services.path(service)) : endpoint);
    }

    /** The service or application alone. */
    public static String service(String name, JsonNode written) {
        if (written.isString()) {
            String text = written.asString();
            int colon = text.indexOf(':');
            return (colon < 0 ? text : text.substring(0, colon)).strip();
        }
        return written.isObject() ? written.path("service").asString(name) : name;
    }

    private static String usual(JsonNode service) {
        if (!service.isObject()) {
            // Not a service: an application, which is reached by HTTP.
            return "http";
        }
        String type = service.path("type").asString("");
        int colon = type.indexOf(':');
        String kind = colon < 0 ? type : type.substring(0, colon);
        return BY_TYPE.getOrDefault(kind, kind);
    }
}
