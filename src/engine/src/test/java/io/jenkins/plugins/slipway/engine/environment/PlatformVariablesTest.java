package io.jenkins.plugins.slipway.engine.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Type;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.RouteConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class PlatformVariablesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path APP = Path.of("/app");

    private final ApplicationConfig web = new ApplicationConfig(
            "web",
            "java:17",
            "web",
            "none",
            new ApplicationConfig.Hooks(null, null, null),
            Map.of(
                    "env", Map.of("NODE_ENV", JSON.readTree("\"production\""), "LIMIT", JSON.readTree("5")),
                    "php", Map.of("memory_limit", JSON.readTree("\"256M\""))),
            Map.of("main-api", new ApplicationConfig.Relationship("api", "http")),
            Map.of(),
            new ApplicationConfig.Web(
                    null, "java Web", null, "tcp", Map.of("/", JSON.readTree("{\"root\":\"public\"}"))),
            Map.of(),
            Map.of(),
            JSON.readTree("{\"type\":\"java:17\"}"));

    private final ProjectConfig config = new ProjectConfig(
            "guestbook",
            Map.of("web", web),
            Map.of(),
            Map.of(
                    "https://{default}/",
                    new RouteConfig("https://{default}/", "upstream", "web", null, true, JSON.createObjectNode())),
            Map.of(),
            Map.of(),
            List.of("web"),
            Map.of(),
            Map.of(),
            JSON.createObjectNode(),
            List.of());

    @Test
    void a_build_sees_the_applications_own_variables_and_nothing_of_any_environment() {
        Map<String, String> variables = PlatformVariables.forBuild("guestbook", web, "4b825dc", APP, Path.of("/cache"));

        assertThat(variables)
                .containsEntry("NODE_ENV", "production")
                .containsEntry("LIMIT", "5")
                .containsEntry("PLATFORM_CACHE_DIR", "/cache")
                .doesNotContainKeys("PLATFORM_ENVIRONMENT", "PLATFORM_RELATIONSHIPS", "PLATFORM_ROUTES", "PORT");
        assertThat(decoded(variables, "PLATFORM_VARIABLES"))
                .isEqualTo(JSON.readTree("{\"php:memory_limit\":\"256M\"}"));
        assertThat(decoded(variables, "PLATFORM_APPLICATION")).isEqualTo(JSON.readTree("{\"type\":\"java:17\"}"));
    }

    @Test
    void at_run_time_the_environments_variables_win_and_relationships_come_in_both_forms() {
        Map<String, String> variables = PlatformVariables.forRun(
                config,
                environment(Map.of("NODE_ENV", "debug", "env:EXTRA", "1", "php:memory_limit", "1G")),
                web,
                running(Map.of("main-api", Endpoint.ofApplication("api", "127.0.0.1", 9001))));

        assertThat(variables)
                .containsEntry("NODE_ENV", "debug")
                .containsEntry("EXTRA", "1")
                .containsEntry("PORT", "8001")
                .containsEntry("MAIN_API_HOST", "127.0.0.1")
                .containsEntry("MAIN_API_PORT", "9001")
                .containsEntry("PLATFORM_ENVIRONMENT_TYPE", "staging")
                .containsEntry("PLATFORM_DOCUMENT_ROOT", "/app/public");
        assertThat(decoded(variables, "PLATFORM_VARIABLES")).isEqualTo(JSON.readTree("{\"php:memory_limit\":\"1G\"}"));
        assertThat(decoded(variables, "PLATFORM_RELATIONSHIPS")
                        .at("/main-api/0/port")
                        .intValue())
                .isEqualTo(9001);
        assertThat(decoded(variables, "PLATFORM_ROUTES").propertyNames())
                .containsExactly("http://staging.guestbook.localhost:8080/");
    }

    @Test
    void routes_say_all_that_is_documented_and_an_upstream_wins_over_its_own_redirect() {
        JsonNode section = JSON.readTree("{\"id\":\"main\",\"attributes\":{\"a\":\"b\"},\"cache\":{\"enabled\":true}}");
        ProjectConfig routed = withRoutes(
                new RouteConfig(
                        "http://{default}/", "redirect", null, "https://{default}/", false, JSON.createObjectNode()),
                new RouteConfig("https://{default}/", "upstream", "web", null, false, section));

        JsonNode routes = decoded(
                PlatformVariables.forRun(routed, environment(Map.of()), web, running(Map.of())), "PLATFORM_ROUTES");

        assertThat(routes).isEqualTo(JSON.readTree("""
                        { "http://staging.guestbook.localhost:8080/":
                          { "primary": true, "id": "main", "attributes": { "a": "b" }, "type": "upstream",
                            "original_url": "https://{default}/", "upstream": "web", "cache": { "enabled": true } } }
                        """));
    }

    @Test
    void a_service_is_described_in_full_and_by_a_url_that_drivers_take() {
        Endpoint db = new Endpoint("db", "postgresql", "pgsql", "10.0.0.7", 5432, "me", "a b", "main", "ssl=true");

        Map<String, String> variables =
                PlatformVariables.forRun(config, environment(Map.of()), web, running(Map.of("main-db", db)));

        assertThat(variables)
                .containsEntry("MAIN_DB_URL", "postgresql://me:a%20b@10.0.0.7:5432/main?ssl=true")
                .containsEntry("MAIN_DB_NAME", "main")
                .containsEntry("MAIN_DB_IP", "10.0.0.7");
        assertThat(decoded(variables, "PLATFORM_RELATIONSHIPS").at("/main-db/0/query"))
                .isEqualTo(JSON.readTree("{\"is_master\":true,\"ssl\":\"true\"}"));
    }

    @Test
    void a_variable_with_small_letters_is_there_in_capitals_too_unless_those_are_taken() {
        ApplicationConfig small = new ApplicationConfig(
                "web",
                "java:17",
                "",
                "none",
                new ApplicationConfig.Hooks(null, null, null),
                Map.of("env", Map.of("mode", JSON.readTree("\"a\""), "list", JSON.readTree("[1]"))),
                Map.of(),
                Map.of(),
                null,
                Map.of(),
                Map.of(),
                JSON.createObjectNode());

        assertThat(PlatformVariables.forRun(config, environment(Map.of("MODE", "b")), small, running(Map.of())))
                .containsEntry("mode", "a")
                .containsEntry("MODE", "b")
                .containsEntry("LIST", "[1]");
    }

    @Test
    void an_external_service_is_taken_apart_and_its_password_never_repeated_in_a_message() {
        assertThat(Endpoint.ofUrl("db", "postgresql", "postgresql://me:s%3Acr+t@db.local/guests?ssl=true"))
                .isEqualTo(new Endpoint(
                        "db", "postgresql", "postgresql", "db.local", 5432, "me", "s:cr+t", "guests", "ssl=true"));
        assertThatThrownBy(() -> Endpoint.ofUrl("db", "postgresql", "me:secret@nowhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("‘db’")
                .hasMessageNotContaining("secret");
    }

    private ProjectConfig withRoutes(RouteConfig... routes) {
        Map<String, RouteConfig> all = new LinkedHashMap<>();
        for (RouteConfig route : routes) {
            all.put(route.url(), route);
        }
        return new ProjectConfig(
                "guestbook",
                Map.of("web", web),
                Map.of(),
                all,
                Map.of(),
                Map.of(),
                List.of("web"),
                Map.of(),
                Map.of(),
                JSON.createObjectNode(),
                List.of());
    }

    private static PlatformVariables.Running running(Map<String, Endpoint> endpoints) {
        return new PlatformVariables.Running(
                "4b825dc", APP, "http://staging.guestbook.localhost:8080/", 8001, null, "secret", endpoints);
    }

    private static EnvironmentConfig environment(Map<String, String> variables) {
        EnvironmentConfig base = EnvironmentConfig.defaults("staging");
        return new EnvironmentConfig(
                base.name(),
                Type.STAGING,
                null,
                variables,
                List.of(),
                base.hold(),
                base.onFailure(),
                base.watch(),
                base.waiting(),
                Map.of(),
                List.of(),
                base.objects(),
                base.backup(),
                base.instances(),
                base.limits());
    }

    private static JsonNode decoded(Map<String, String> variables, String name) {
        return JSON.readTree(
                new String(Base64.getDecoder().decode(variables.getOrDefault(name, "")), StandardCharsets.UTF_8));
    }
}
