package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Values that one YAML takes for this and another for that mean here what they mean on the platforms. */
class PlatformWordsTest {
    @TempDir
    private Path folder;

    private Repository project;

    @BeforeEach
    void makeProject() {
        project = new Repository(folder);
    }

    @ParameterizedTest
    @CsvSource({"yes,true", "Yes,true", "on,true", "ON,true", "no,false", "Off,false", "true,true", "False,false"})
    void words_of_older_yaml_are_truth_values_where_one_is_wanted(String word, boolean value) throws IOException {
        project.with(".upsun/config.yaml", """
                applications:
                  app:
                    type: php:8.3
                    web: { locations: { /: { passthru: %1$s, allow: %1$s, rules: { '\\.css$': { allow: %1$s } } } } }
                routes:
                  "https://{default}/": { type: upstream, upstream: "app:http", primary: %1$s }
                """.formatted(word));

        ProjectConfig config = project.read();

        JsonNode location =
                config.source().at("/applications/app/web/locations").path("/");
        assertThat(location.path("passthru").isBoolean()).isTrue();
        assertThat(location.path("allow").asBoolean()).isEqualTo(value);
        assertThat(location.path("rules").path("\\.css$").path("allow").asBoolean())
                .isEqualTo(value);
        assertThat(config.routes().get("https://{default}/").primary()).isEqualTo(value);
    }

    @Test
    void the_same_words_stay_text_elsewhere_and_in_quotes() throws IOException {
        project.with(".upsun/config.yaml", """
                applications:
                  app:
                    type: php:8.3
                    variables: { env: { DEBUG: no, COUNTRY: NO } }
                    web: { locations: { /: { passthru: "on" } } }
                """);

        JsonNode app = project.read().source().at("/applications/app");

        assertThat(app.at("/variables/env/DEBUG").asString()).isEqualTo("no");
        assertThat(app.at("/variables/env/COUNTRY").asString()).isEqualTo("NO");
        assertThat(app.at("/web/locations").path("/").path("passthru").isString())
                .isTrue();
    }

    @Test
    void a_text_in_quotes_is_no_truth_value() throws IOException {
        project.with(".upsun/config.yaml", """
                applications: { app: { type: php:8.3 } }
                routes: { "https://{default}/": { type: upstream, upstream: "app:http", primary: "yes" } }
                """);

        assertThat(project.problems()).singleElement().asString().contains("‘yes’ is text, where true or false");
    }

    @Test
    void times_and_octal_numbers_stay_as_written_where_text_is_meant() throws IOException {
        project.with(".upsun/config.yaml", """
                applications:
                  app:
                    type: php:8.3
                    variables: { env: { AT: 12:30:45, MODE: '0755', EMPTY: '', NOTHING: } }
                """);

        JsonNode env = project.read().source().at("/applications/app/variables/env");

        assertThat(env.path("AT").asString()).isEqualTo("12:30:45");
        assertThat(env.path("MODE").asString()).isEqualTo("0755");
        assertThat(env.path("NOTHING").isNull()).isTrue();
    }

    @Test
    void keys_that_only_the_platforms_pages_mention_are_understood() throws IOException {
        project.with(".platform.app.yaml", """
                name: app
                type: php:8.3
                disk: null
                operations: { clear: { role: admin, commands: { start: drush cr } } }
                """).with(".platform/routes.yaml", """
                "https://{default}/": { type: upstream, upstream: "app:http", sticky: true }
                """);

        assertThat(project.read().source().at("/applications/app/operations").has("clear"))
                .isTrue();
    }

    @Test
    void a_key_that_is_no_text_has_a_place() throws IOException {
        project.with(".upsun/config.yaml", "applications:\n  {{ name }}:\n    type: php:8.3\n");

        assertThat(project.problems()).anySatisfy(problem -> assertThat(problem).startsWith(".upsun/config.yaml:2:3 "));
    }

    @Test
    void a_value_with_an_unknown_tag_is_one_problem() throws IOException {
        project.with(".upsun/config.yaml", "applications:\n  app:\n    type: !vault php:8.3\n");

        assertThat(project.problems()).singleElement().asString().contains("the tag ‘!vault’ is not known");
    }
}
