package io.jenkins.plugins.slipway.engine.environment;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.RouteConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The variables that an application finds in its process environment: those that Upsun gives, by the same names and in the same
 * form, so that an application made for Upsun runs unchanged. Nothing else is inherited; the caller adds {@code PATH}, {@code
 * HOME} and the like.
 */
public final class PlatformVariables {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PlatformVariables() {}

    /**
     * What a build sees: nothing of any environment and of no service.
     *
     * @param appDir where the build sees its sources, such as {@code /app}
     * @param cacheDir what the build may keep between builds
     */
    public static SortedMap<String, String> forBuild(
            String project, ApplicationConfig application, String treeId, Path appDir, Path cacheDir) {
        SortedMap<String, String> result = new TreeMap<>();
        own(result, application, Map.of());
        common(result, project, application, treeId, appDir);
        result.put("PLATFORM_SOURCE_DIR", appDir.toString());
        result.put("PLATFORM_OUTPUT_DIR", appDir.toString());
        result.put("PLATFORM_CACHE_DIR", cacheDir.toString());
        return result;
    }

    /**
     * What a process of a live application sees, its hooks and data scripts included.
     *
     * @param url main address of the environment, such as {@code http://staging.guestbook.localhost:8080/}
     * @param port where the application is to listen, or null for a process that does not
     * @param endpoints what the application's relationships lead to, by relationship
     */
    public static SortedMap<String, String> forRun(
            ProjectConfig config,
            EnvironmentConfig environment,
            ApplicationConfig application,
            String treeId,
            Path appDir,
            String url,
            @Nullable Integer port,
            Map<String, Endpoint> endpoints) {
        SortedMap<String, String> result = new TreeMap<>();
        own(result, application, environment.variables());
        endpoints.forEach((relationship, endpoint) -> plain(result, relationship, endpoint));
        common(result, config.project(), application, treeId, appDir);
        result.put("PLATFORM_ENVIRONMENT", environment.name());
        result.put("PLATFORM_ENVIRONMENT_TYPE", environment.type().name().toLowerCase(Locale.ROOT));
        result.put("PLATFORM_BRANCH", environment.name());
        result.put("PLATFORM_RELATIONSHIPS", encode(relationships(endpoints)));
        result.put("PLATFORM_ROUTES", encode(routes(config, url)));
        String documentRoot = documentRoot(application, appDir);
        if (documentRoot != null) {
            result.put("PLATFORM_DOCUMENT_ROOT", documentRoot);
        }
        if (port != null) {
            result.put("PORT", Integer.toString(port));
        }
        return result;
    }

    private static void common(
            SortedMap<String, String> result,
            String project,
            ApplicationConfig application,
            String treeId,
            Path appDir) {
        result.put("PLATFORM_PROJECT", project);
        result.put("PLATFORM_APPLICATION_NAME", application.name());
        result.put("PLATFORM_APPLICATION", encode(application.section()));
        result.put("PLATFORM_APP_DIR", appDir.toString());
        result.put("PLATFORM_TREE_ID", treeId);
    }

    /** The user's own: those of prefix {@code env} plainly, the others together in PLATFORM_VARIABLES. The environment's win. */
    private static void own(
            SortedMap<String, String> result, ApplicationConfig application, Map<String, String> environment) {
        ObjectNode prefixed = NODES.objectNode();
        application
                .variables()
                .forEach((prefix, variables) -> variables.forEach((name, value) -> {
                    if (prefix.equals("env")) {
                        result.put(name, text(value));
                    } else {
                        prefixed.set(prefix + ":" + name, value);
                    }
                }));
        environment.forEach((name, value) -> {
            int colon = name.indexOf(':');
            if (colon < 0) {
                result.put(name, value);
            } else if (name.startsWith("env:")) {
                result.put(name.substring(colon + 1), value);
            } else {
                prefixed.put(name, value);
            }
        });
        result.put("PLATFORM_VARIABLES", encode(prefixed));
    }

    /** As Upsun names them: relationship {@code main-db} gives {@code MAIN_DB_HOST} and so on. */
    private static void plain(SortedMap<String, String> result, String relationship, Endpoint endpoint) {
        String prefix = relationship.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_";
        result.put(prefix + "HOST", endpoint.host());
        result.put(prefix + "PORT", Integer.toString(endpoint.port()));
        result.put(prefix + "SCHEME", endpoint.scheme());
        result.put(prefix + "PATH", endpoint.path());
        result.put(prefix + "USERNAME", endpoint.username() == null ? "" : endpoint.username());
        result.put(prefix + "PASSWORD", endpoint.password() == null ? "" : endpoint.password());
    }

    private static ObjectNode relationships(Map<String, Endpoint> endpoints) {
        ObjectNode result = NODES.objectNode();
        new TreeMap<>(endpoints).forEach((relationship, endpoint) -> {
            ObjectNode one = result.putArray(relationship).addObject();
            one.put("service", endpoint.service());
            one.put("rel", endpoint.rel());
            one.put("scheme", endpoint.scheme());
            one.put("host", endpoint.host());
            one.put("hostname", endpoint.host());
            one.put("port", endpoint.port());
            one.put("username", endpoint.username());
            one.put("password", endpoint.password());
            one.put("path", endpoint.path());
            one.put("query", endpoint.query());
        });
        return result;
    }

    private static ObjectNode routes(ProjectConfig config, String url) {
        ObjectNode result = NODES.objectNode();
        String base = url.endsWith("/") ? url : url + "/";
        for (RouteConfig route : config.routes().values()) {
            ObjectNode one = result.putObject(address(route.url(), base));
            one.put("type", route.type());
            one.put("primary", route.primary());
            one.put("original_url", route.url());
            if (route.application() != null) {
                one.put("upstream", route.application());
            }
            if (route.to() != null) {
                one.put("to", address(route.to(), base));
            }
        }
        return result;
    }

    /** Puts the environment's own scheme, host and port in the pattern's place: nothing on one machine answers on https. */
    private static String address(String pattern, String base) {
        int start = base.indexOf("://") + 3;
        String hostAndPort = base.substring(start, base.indexOf('/', start));
        return pattern.replaceFirst("^https?://", base.substring(0, start))
                .replace("{default}", hostAndPort)
                .replace("{all}", hostAndPort);
    }

    private static @Nullable String documentRoot(ApplicationConfig application, Path appDir) {
        ApplicationConfig.Web web = application.web();
        JsonNode location = web == null ? null : web.locations().get("/");
        JsonNode root = location == null ? null : location.get("root");
        return root == null || !root.isString()
                ? null
                : appDir.resolve(root.stringValue()).normalize().toString();
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asString() : JSON.writeValueAsString(value);
    }

    private static String encode(JsonNode value) {
        return Base64.getEncoder().encodeToString(JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8));
    }
}
