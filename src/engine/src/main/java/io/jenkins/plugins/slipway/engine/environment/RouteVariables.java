package io.jenkins.plugins.slipway.engine.environment;

import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.RouteConfig;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The addresses of an environment in the form of {@code PLATFORM_ROUTES}: by address, with all that their sections say. */
final class RouteVariables {
    private static final Set<String> OURS = Set.of("type", "primary", "id", "attributes", "upstream", "to");

    private RouteVariables() {}

    /** @param url main address of the environment */
    static ObjectNode json(ProjectConfig config, String url) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        String base = url.endsWith("/") ? url : url + "/";
        Collection<RouteConfig> all = config.routes().values();
        // On one machine http and https lead to the same address, where an upstream answers rather than a redirect to
        // itself.
        List<RouteConfig> upstreamsFirst = all.stream()
                .sorted(Comparator.comparing(route -> route.type().equals("redirect")))
                .toList();
        Optional<RouteConfig> primary = all.stream()
                .filter(RouteConfig::primary)
                .findFirst()
                .or(() -> upstreamsFirst.stream().findFirst());
        for (RouteConfig route : upstreamsFirst) {
            String address = address(route.url(), base);
            if (result.has(address)) {
                continue;
            }
            JsonNode section = route.section();
            ObjectNode one = result.putObject(address);
            one.put("primary", primary.filter(route::equals).isPresent());
            one.set("id", section.has("id") ? section.path("id") : JsonNodeFactory.instance.nullNode());
            one.set(
                    "attributes",
                    section.path("attributes").isObject() ? section.path("attributes") : one.objectNode());
            one.put("type", route.type());
            one.put("original_url", route.url());
            if (route.application() != null) {
                one.put("upstream", route.application());
            }
            if (route.to() != null) {
                one.put("to", address(route.to(), base));
            }
            section.properties().forEach(part -> {
                if (!OURS.contains(part.getKey())) {
                    one.set(part.getKey(), part.getValue());
                }
            });
        }
        return result;
    }

    /** Puts the environment's own scheme, host and port in the pattern's place; an address that names its host stays. */
    private static String address(String pattern, String base) {
        if (!pattern.contains("{default}") && !pattern.contains("{all}")) {
            return pattern;
        }
        int start = base.indexOf("://") + 3;
        String hostAndPort = base.substring(start, base.indexOf('/', start));
        return pattern.replaceFirst("^https?://", base.substring(0, start))
                .replace("{default}", hostAndPort)
                .replace("{all}", hostAndPort);
    }
}
