package io.jenkins.plugins.slipway.engine.environment;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.ServiceConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an application's relationships lead to, in both forms that the platforms give: one JSON document, and a variable for each
 * property, {@code main-db} becoming {@code MAIN_DB_HOST} and so on.
 */
final class RelationshipVariables {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private RelationshipVariables() {}

    /** By relationship, in the order of names. */
    static ObjectNode json(Map<String, Endpoint> endpoints, ProjectConfig config) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(endpoints)
                .forEach((relationship, endpoint) ->
                        result.putArray(relationship).add(properties(endpoint, config)));
        return result;
    }

    static SortedMap<String, String> plain(Map<String, Endpoint> endpoints, ProjectConfig config) {
        SortedMap<String, String> result = new TreeMap<>();
        endpoints.forEach((relationship, endpoint) -> {
            String prefix = relationship.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_") + "_";
            properties(endpoint, config)
                    .properties()
                    .forEach(property ->
                            result.put(prefix + property.getKey().toUpperCase(Locale.ROOT), text(property.getValue())));
            result.put(prefix + "NAME", endpoint.path());
            result.put(prefix + "URL", url(endpoint));
        });
        return result;
    }

    private static ObjectNode properties(Endpoint endpoint, ProjectConfig config) {
        ObjectNode one = JsonNodeFactory.instance.objectNode();
        one.put("service", endpoint.service());
        one.put("rel", endpoint.rel());
        one.put("scheme", endpoint.scheme());
        one.put("host", endpoint.host());
        one.put("hostname", endpoint.host());
        one.put("ip", ADDRESS.matcher(endpoint.host()).matches() ? endpoint.host() : null);
        one.put("port", endpoint.port());
        one.put("username", endpoint.username());
        one.put("password", endpoint.password());
        one.put("path", endpoint.path());
        one.set("query", query(endpoint));
        one.putNull("fragment");
        one.put("public", false);
        one.put("host_mapped", false);
        one.put("cluster", config.project());
        one.put("type", type(endpoint.service(), config));
        return one;
    }

    private static String type(String service, ProjectConfig config) {
        ServiceConfig declared = config.services().get(service);
        if (declared != null) {
            return declared.type();
        }
        ApplicationConfig application = config.applications().get(service);
        return application == null || application.type() == null ? "" : application.type();
    }

    private static ObjectNode query(Endpoint endpoint) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (!endpoint.scheme().startsWith("http")) {
            // Applications look for the writable one among several endpoints of a database; there is never another
            // here.
            result.put("is_master", true);
        }
        for (String part : endpoint.query().split("&")) {
            int equals = part.indexOf('=');
            if (!part.isEmpty()) {
                result.put(equals < 0 ? part : part.substring(0, equals), equals < 0 ? "" : part.substring(equals + 1));
            }
        }
        return result;
    }

    private static String url(Endpoint endpoint) {
        StringBuilder url = new StringBuilder(scheme(endpoint)).append("://");
        if (endpoint.username() != null || endpoint.password() != null) {
            url.append(endpoint.username() == null ? "" : encode(endpoint.username()));
            if (endpoint.password() != null) {
                url.append(':').append(encode(endpoint.password()));
            }
            url.append('@');
        }
        url.append(endpoint.host()).append(':').append(endpoint.port());
        if (!endpoint.path().isEmpty()) {
            url.append('/').append(endpoint.path());
        }
        return endpoint.query().isEmpty()
                ? url.toString()
                : url.append('?').append(endpoint.query()).toString();
    }

    /** The platforms call it pgsql; what takes a URL knows the other name. */
    private static String scheme(Endpoint endpoint) {
        return endpoint.scheme().equals("pgsql") ? "postgresql" : endpoint.scheme();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "" : value.isValueNode() ? value.asString() : JSON.writeValueAsString(value);
    }
}
