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
        assertThat(decoded(variables, "PLATFORM_APPLICATION")).isEqualTo(web.section());
    }

    @Test
    void at_run_time_the_environments_variables_win_and_relationships_come_in_both_forms() {
        Map<String, String> variables = PlatformVariables.forRun(
                config,
                environment(Map.of("NODE_ENV", "debug", "env:EXTRA", "1", "php:memory_limit", "1G")),
                web,
                "4b825dc",
                APP,
                "http://staging.guestbook.localhost:8080/",
                8001,
                Map.of("main-api", Endpoint.ofApplication("api", "127.0.0.1", 9001)));

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
    void an_external_service_is_taken_apart_and_its_password_never_repeated_in_a_message() {
        assertThat(Endpoint.ofUrl("db", "postgresql", "postgresql://me:s%3Acr+t@db.local/guests?ssl=true"))
                .isEqualTo(new Endpoint(
                        "db", "postgresql", "postgresql", "db.local", 5432, "me", "s:cr+t", "guests", "ssl=true"));
        assertThatThrownBy(() -> Endpoint.ofUrl("db", "postgresql", "me:secret@nowhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("‘db’")
                .hasMessageNotContaining("secret");
    }

    private static EnvironmentConfig environment(Map<String, String> variables) {
        EnvironmentConfig base = EnvironmentConfig.defaults("staging");
        return new EnvironmentConfig(
                base.name(),
                Type.STAGING,
                null,
                base.target(),
                variables,
                List.of(),
                base.hold(),
                base.onFailure(),
                base.watch(),
                base.waiting(),
                Map.of(),
                List.of(),
                base.objects());
    }

    private static JsonNode decoded(Map<String, String> variables, String name) {
        return JSON.readTree(
                new String(Base64.getDecoder().decode(variables.getOrDefault(name, "")), StandardCharsets.UTF_8));
    }
}
