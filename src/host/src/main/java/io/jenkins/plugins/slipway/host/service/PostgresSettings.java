package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A PostgreSQL service's {@code configuration}, with Upsun's meaning.
 *
 * @param databases at least one
 * @param endpoints by name
 * @param ignored keys that this host does not use
 */
record PostgresSettings(
        List<String> databases, Map<String, Endpoint> endpoints, List<String> extensions, List<String> ignored) {
    private static final Set<String> KEYS = Set.of("databases", "schemas", "endpoints", "extensions");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}");
    private static final String USUAL_ENDPOINT = "postgresql";
    private static final String USUAL_NAME = "main";

    enum Privilege {
        RO,
        RW,
        ADMIN
    }

    /** @param database where connections go that name none; empty for none */
    record Endpoint(String database, Map<String, Privilege> privileges) {}

    static PostgresSettings of(String service, JsonNode configuration) {
        List<String> databases = new ArrayList<>();
        JsonNode declared =
                configuration.has("databases") ? configuration.path("databases") : configuration.path("schemas");
        declared.forEach(name -> databases.add(plain(service, "databases", name.asString(""))));
        if (databases.isEmpty()) {
            databases.add(USUAL_NAME);
        }
        List<String> extensions = new ArrayList<>();
        configuration.path("extensions").forEach(name -> extensions.add(name.asString("")));
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        configuration
                .path("endpoints")
                .properties()
                .forEach(entry -> endpoints.put(
                        plain(service, "endpoints", entry.getKey()),
                        endpoint(service, entry.getKey(), entry.getValue(), databases)));
        if (endpoints.isEmpty()) {
            Map<String, Privilege> all = new LinkedHashMap<>();
            databases.forEach(name -> all.put(name, Privilege.ADMIN));
            endpoints.put(
                    USUAL_ENDPOINT, new Endpoint(databases.contains(USUAL_NAME) ? USUAL_NAME : databases.get(0), all));
        }
        List<String> ignored = new ArrayList<>();
        configuration.propertyNames().forEach(key -> {
            if (!KEYS.contains(key)) {
                ignored.add(key);
            }
        });
        return new PostgresSettings(databases, endpoints, extensions, ignored);
    }

    /** The account of an endpoint. */
    static String username(String endpoint) {
        return endpoint.equals(USUAL_ENDPOINT) ? USUAL_NAME : endpoint;
    }

    private static Endpoint endpoint(String service, String name, JsonNode written, List<String> databases) {
        String place = "services/" + service + "/configuration/endpoints/" + name;
        Map<String, Privilege> privileges = new LinkedHashMap<>();
        written.path("privileges").properties().forEach(entry -> {
            known(place + "/privileges", entry.getKey(), databases);
            privileges.put(
                    entry.getKey(),
                    privilege(place, entry.getKey(), entry.getValue().asString("")));
        });
        String database = written.path("default_database")
                .asString(written.path("default_schema").asString(""));
        if (!database.isEmpty()) {
            known(place + "/default_database", database, databases);
        }
        if (privileges.isEmpty() && !database.isEmpty()) {
            privileges.put(database, Privilege.ADMIN);
        }
        if (database.isEmpty() && privileges.size() == 1) {
            database = privileges.keySet().iterator().next();
        }
        return new Endpoint(database, privileges);
    }

    private static Privilege privilege(String place, String database, String written) {
        return switch (written) {
            case "ro" -> Privilege.RO;
            case "rw" -> Privilege.RW;
            case "admin" -> Privilege.ADMIN;
            default ->
                throw new LifecycleFailedException(place + "/privileges/" + database + ": ‘" + written
                        + "’ is not a privilege; use ro, rw or admin");
        };
    }

    private static void known(String place, String database, List<String> databases) {
        if (!databases.contains(database)) {
            throw new LifecycleFailedException(place + ": the database ‘" + database
                    + "’ is not among the service's ‘databases’ (" + String.join(", ", databases) + ")");
        }
    }

    private static String plain(String service, String key, String name) {
        if (!NAME.matcher(name).matches()
                || name.startsWith("pg_")
                || name.startsWith("slipway_")
                || name.equals("template0")
                || name.equals("template1")
                || name.equals(PostgresServer.OWNER)) {
            throw new LifecycleFailedException("services/" + service + "/configuration/" + key + ": ‘" + name
                    + "’ cannot be used; up to 40 letters, digits, ‘_’, ‘-’ and ‘.’, not beginning with ‘pg_’ or"
                    + " ‘slipway’");
        }
        return name;
    }
}
