package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Advice is given where it would help, and none where it would only mislead. */
class KeyHintsTest {
    private static final String ROUTE =
            "routes: { 'https://{default}/': { type: upstream, upstream: 'app:http', %s } }\n";
    private static final String APP = "    %s\n";

    @TempDir
    private Path folder;

    private String hint(String form, String key) throws IOException {
        Repository project = new Repository(folder)
                .with(".upsun/config.yaml", "applications:\n  app:\n    type: nodejs:20\n" + String.format(form, key));
        assertThat(project.problems()).hasSize(1);
        return project.problems().get(0).replaceFirst(".*is not known here; ", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "headers: { X-Frame-Options: DENY } | headers of static files are set by the application: web/locations/PATH/headers",
                "expires: 1h | how long files may be cached is said by the application",
                "enabled: true | remove it; a route that is written is there",
                "default_ttl: 60 | it belongs a level deeper, into ‘cache:’",
                "default_ttl: often | remove it; known here: type, ",
                "upsteam: 'app:http' | did you mean ‘upstream’?",
                "response_headers: { a: b } | remove it; known here: type, "
            })
    void at_a_route(String key, String said) throws IOException {
        assertThat(hint(ROUTE, key)).startsWith(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hook: { build: x } | did you mean ‘hooks’?",
                "hooks_: { build: x } | did you mean ‘hooks’?",
                "flavor: none | it belongs a level deeper, into ‘build:’",
                "commands: { start: x } | remove it; known here: type, ",
                "service: db | remove it; known here: type, ",
                "headers: { a: b } | headers of static files are set by web/locations/PATH/headers",
                "enabled: 7 | remove it; known here: type, ",
                "routes: { a: { type: upstream } } | it belongs at the top level of the file",
                "gates: 5 | remove it; known here: type, "
            })
    void at_an_application(String key, String said) throws IOException {
        assertThat(hint(APP, key)).startsWith(said);
    }
}
