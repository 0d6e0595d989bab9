package io.jenkins.plugins.slipway.engine.environment;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
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
    /** Where global packages of all languages are, in the application's directory. Part of the artifact. */
    public static final String GLOBAL = ".global";

    /** Programs that package managers and build hooks put there are found before the machine's. */
    public static final String GLOBAL_PROGRAMS = GLOBAL + "/bin";

    /** Settings of PHP in the application's directory, which its own settings of the machine are read before. */
    public static final String PHP_SETTINGS = GLOBAL + "/php.d";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PlatformVariables() {}

    /**
     * Where and how an application runs.
     *
     * @param treeId of the sources that it was built from
     * @param appDir where its processes see it, such as {@code /app}
     * @param url main address of the environment, such as {@code http://staging.guestbook.localhost:8080/}
     * @param port where the application is to listen, or null for a process that does not
     * @param socket where it is to listen if it asked for a Unix socket, else null
     * @param entropy a secret of the project that stays the same; empty for none
     * @param endpoints what the application's relationships lead to, by relationship
     */
    public record Running(
            String treeId,
            Path appDir,
            String url,
            @Nullable Integer port,
            @Nullable Path socket,
            String entropy,
            Map<String, Endpoint> endpoints) {}

    /**
     * What a build sees: nothing of any environment and of no service.
     *
     * @param appDir where the build sees its sources, such as {@code /app}
     * @param cacheDir what the build may keep between builds
     */
    public static SortedMap<String, String> forBuild(
            String project, ApplicationConfig application, String treeId, Path appDir, Path cacheDir) {
        SortedMap<String, String> result = new TreeMap<>();
        own(result, application.variables(), Map.of());
        common(result, project, application, treeId, appDir);
        result.put("PLATFORM_APPLICATION", encode(BuildSection.of(application.section())));
        result.put("PLATFORM_SOURCE_DIR", appDir.toString());
        result.put("PLATFORM_OUTPUT_DIR", appDir.toString());
        result.put("PLATFORM_CACHE_DIR", cacheDir.toString());
        result.putIfAbsent("NPM_CONFIG_PREFIX", appDir.resolve(GLOBAL).toString());
        return result;
    }

    /** What a process of a live application sees, its hooks and data scripts included. */
    public static SortedMap<String, String> forRun(
            ProjectConfig config, EnvironmentConfig environment, ApplicationConfig application, Running running) {
        SortedMap<String, String> result = new TreeMap<>();
        Path appDir = running.appDir();
        own(result, application.variablesAtRun(), environment.variables());
        RelationshipVariables.plain(running.endpoints(), config).forEach(result::put);
        common(result, config.project(), application, running.treeId(), appDir);
        result.put("PLATFORM_APPLICATION", encode(application.section()));
        result.put("PLATFORM_ENVIRONMENT", environment.name());
        result.put("PLATFORM_ENVIRONMENT_TYPE", environment.type().name().toLowerCase(Locale.ROOT));
        result.put("PLATFORM_BRANCH", environment.name());
        result.put("PLATFORM_RELATIONSHIPS", encode(RelationshipVariables.json(running.endpoints(), config)));
        result.put("PLATFORM_ROUTES", encode(RouteVariables.json(config, running.url())));
        result.put("PLATFORM_SMTP_HOST", "");
        if (!running.entropy().isEmpty()) {
            result.put("PLATFORM_PROJECT_ENTROPY", running.entropy());
        }
        commands(result, application.web());
        String documentRoot = documentRoot(application, appDir);
        if (documentRoot != null) {
            result.put("PLATFORM_DOCUMENT_ROOT", documentRoot);
        }
        if (running.socket() != null) {
            result.put("SOCKET", running.socket().toString());
        } else if (running.port() != null) {
            result.put("PORT", Integer.toString(running.port()));
        }
        return result;
    }

    private static void commands(SortedMap<String, String> result, ApplicationConfig.@Nullable Web web) {
        if (web == null) {
            return;
        }
        result.put("PLATFORM_APP_COMMAND", web.start() == null ? "" : web.start());
        if (web.preStart() != null) {
            result.put("PLATFORM_PRE_APP_COMMAND", web.preStart());
        }
        if (web.postStart() != null) {
            result.put("PLATFORM_POST_APP_COMMAND", web.postStart());
        }
    }

    private static void common(
            SortedMap<String, String> result,
            String project,
            ApplicationConfig application,
            String treeId,
            Path appDir) {
        result.put("PLATFORM_PROJECT", project);
        result.put("PLATFORM_APPLICATION_NAME", application.name());
        result.put("PLATFORM_APP_DIR", appDir.toString());
        result.put("PLATFORM_DIR", appDir.toString());
        result.put("PLATFORM_TREE_ID", treeId);
        String global = appDir.resolve(GLOBAL).toString();
        result.putIfAbsent("PYTHONUSERBASE", global);
        result.putIfAbsent("GEM_HOME", global);
        // The empty first part stands for what PHP reads anyway.
        result.putIfAbsent("PHP_INI_SCAN_DIR", ":" + appDir.resolve(PHP_SETTINGS));
    }

    /** The user's own: those of prefix {@code env} plainly, the others together in PLATFORM_VARIABLES. The environment's win. */
    private static void own(
            SortedMap<String, String> result,
            Map<String, Map<String, JsonNode>> variables,
            Map<String, String> environment) {
        ObjectNode prefixed = NODES.objectNode();
        variables.forEach((prefix, members) -> members.forEach((name, value) -> {
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
        // Upsun shows them in capitals; as written they are there too, for those that were made without Upsun.
        Map.copyOf(result).forEach((name, value) -> result.putIfAbsent(name.toUpperCase(Locale.ROOT), value));
        result.put("PLATFORM_VARIABLES", encode(prefixed));
    }

    private static @Nullable String documentRoot(ApplicationConfig application, Path appDir) {
        ApplicationConfig.Web web = application.web();
        JsonNode location = web == null ? null : web.locations().get("/");
        JsonNode root = location == null ? null : location.get("root");
        return root == null || !root.isString()
                ? null
                : appDir.resolve(root.stringValue().replaceFirst("^/+", ""))
                        .normalize()
                        .toString();
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asString() : JSON.writeValueAsString(value);
    }

    private static String encode(JsonNode value) {
        return Base64.getEncoder().encodeToString(JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8));
    }
}
