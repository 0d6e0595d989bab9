package io.jenkins.plugins.slipway.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.build.BuildOutcome.BuiltApplication;
import io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuildCredentialsTest {
    private static final Map<String, String> FILES = Map.of(
            ".npmrc", "//npm.example.com/:_authToken=npmtoken123\n//b.example.com/:_authToken=${INDEX_TOKEN}\n",
            ".yarnrc.yml", "npmScopes:\n  shop:\n    npmAuthToken: \"yarntoken123\"\n",
            ".config/pip/pip.conf", "[global]\nindex-url = https://ada:pippass123@pypi.example.com/simple\n",
            ".m2/settings.xml",
                    "<settings><servers><server><password>mvn&amp;pass123</password></server></servers></settings>",
            ".gradle/gradle.properties", "shopPassword=gradlepass123\norg.gradle.caching=true\n",
            ".composer/auth.json",
                    "{\"http-basic\":{\"r.example.com\":{\"username\":\"ada\",\"password\":\"comppass123\"}}}",
            ".bundle/config", "---\nBUNDLE_GEMS__EXAMPLE__COM: \"ada:gempass1234\"\n",
            ".cargo/credentials.toml", "[registries.shop]\ntoken = \"cargotoken123\"\n",
            ".netrc", "machine git.example.com login ada password netrcpass123\n");
    private static final List<String> VALUES = List.of(
            "npmtoken123",
            "indextoken123",
            "yarntoken123",
            "pippass123",
            "mvn&amp;pass123",
            "gradlepass123",
            "comppass123",
            "gempass1234",
            "cargotoken123",
            "netrcpass123");

    @TempDir
    Path folder;

    private TestProject shop;
    private Path user;

    @BeforeEach
    void aUserWithFiles() throws IOException {
        shop = new TestProject(folder);
        user = Files.createDirectories(folder.resolve("ada"));
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.createDirectories(user.resolve(file.getKey()).getParent());
            Files.writeString(user.resolve(file.getKey()), file.getValue());
        }
        Files.writeString(user.resolve(".ssh-key"), "private");
        configure(
                "npm, yarn, pip, maven, gradle, composer, bundler, cargo, go",
                String.join(
                                "; ",
                                FILES.keySet().stream()
                                        .sorted()
                                        .map(file -> "cat ~/" + file + " | wc -c; cat ~/" + file)
                                        .toList())
                        + "; echo env=$INDEX_TOKEN; ls -A ~; echo \"$MAVEN_OPTS\"");
    }

    static Stream<ProcessRunner> withASandboxAndWithout() {
        return Stream.of(LocalProcessRunner.create(), LocalProcessRunner.withoutSandboxes(Duration.ofSeconds(5)));
    }

    private void configure(String kinds, String hook) throws IOException {
        shop.configure("applications:\n  web:\n    type: composable:25\n    build: { credentials: [" + kinds
                + "] }\n    hooks:\n      build: |\n        " + hook.replace("; ", "\n        ") + "\n");
    }

    @ParameterizedTest
    @MethodSource("withASandboxAndWithout")
    void declared_files_are_read_where_package_managers_look_and_their_values_are_never_seen(ProcessRunner runner)
            throws Exception {
        shop.with(runner);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        BuiltApplication built = build(said, Map.of("INDEX_TOKEN", "indextoken123"));
        String output = said.toString(StandardCharsets.UTF_8);

        assertThat(output)
                .contains("ada:****@pypi.example.com", "env=****", "-Duser.home=")
                .doesNotContain(".ssh-key");
        FILES.values()
                .forEach(content -> assertThat(output)
                        .as("whole: " + content)
                        .containsPattern("(?m)(?:^|\\D)" + content.getBytes(StandardCharsets.UTF_8).length + "$"));
        assertThat(output).doesNotContain(VALUES);
        for (Path file : everything()) {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertThat(content).as(file.toString()).doesNotContain(VALUES);
        }
        String key = built.key().value();
        Files.writeString(user.resolve(".netrc"), "machine git.example.com login ada password another1234\n");
        assertThat(build(said, Map.of()).key().value())
                .as("values are no part of the key")
                .isEqualTo(key);
        assertThat(Files.readString(user.resolve(".npmrc"))).isEqualTo(FILES.get(".npmrc"));
    }

    @ParameterizedTest
    @MethodSource("withASandboxAndWithout")
    void a_script_cannot_change_the_users_file_and_sees_none_that_is_not_declared(ProcessRunner runner)
            throws Exception {
        shop.with(runner);
        configure("npm", "(echo more >> ~/.npmrc) 2>/dev/null || true; ls -A ~ | tr '\\n' ' '");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        build(said, Map.of());
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualToIgnoringWhitespace(".npmrc");
        assertThat(Files.readString(user.resolve(".npmrc"))).isEqualTo(FILES.get(".npmrc"));
    }

    @Test
    void an_artifact_with_a_value_is_not_published() throws Exception {
        configure("npm", "mkdir deep; cp ~/.npmrc deep/copy");
        assertThatThrownBy(() -> build(new ByteArrayOutputStream(), Map.of()))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("1 file (deep/copy) of what was built would carry a value of the credentials")
                .hasMessageContaining("Nothing was published")
                .hasMessageNotContaining("npmtoken123");
        configure("npm", "cp ~/.npmrc copy; rm copy");
        assertThat(build(new ByteArrayOutputStream(), Map.of()).reused()).isFalse();
    }

    @Test
    void what_is_missing_is_a_warning_to_who_looks_and_refused_to_who_builds() throws Exception {
        configure("npm, pip", "true");
        Files.delete(user.resolve(".config/pip/pip.conf"));
        List<Problem> problems = ProjectChecks.of(request(Map.of()), LocalProcessRunner.create(), shop.home());
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).toString())
                .startsWith(".slipway/config.yaml:4:33 /applications/web/build/credentials/1: warning: the build is to"
                        + " have the credentials of ‘pip’, and " + user + "/.config/pip/pip.conf is not there");
        assertThatThrownBy(() -> build(new ByteArrayOutputStream(), Map.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(".slipway/config.yaml:4:33")
                .hasMessageContaining("put the file there, or take ‘pip’ out of the list");
        Files.writeString(user.resolve("elsewhere.conf"), "[global]\n");
        assertThat(ProjectChecks.of(
                        request(Map.of(
                                "PIP_CONFIG_FILE",
                                user.resolve("elsewhere.conf").toString())),
                        LocalProcessRunner.create(),
                        shop.home()))
                .isEmpty();
    }

    @Test
    void composer_takes_its_variable_in_place_of_the_file() throws Exception {
        Files.delete(user.resolve(".composer/auth.json"));
        configure("composer", "echo got $COMPOSER_AUTH");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        build(said, Map.of("COMPOSER_AUTH", "{\"bearer\":{\"r.example.com\":\"bearer12345\"}}"));
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("got", "****")
                .doesNotContain("bearer12345");
    }

    private BuiltApplication build(ByteArrayOutputStream said, Map<String, String> more) throws IOException {
        BuildListener listener = new BuildListener() {
            @Override
            public void output(String application, byte[] buffer, int offset, int length) {
                said.write(buffer, offset, length);
            }
        };
        return shop.builder()
                .build(request(more), listener, Cancellation.never())
                .applications()
                .get(0);
    }

    private BuildRequest request(Map<String, String> more) throws IOException {
        Map<String, String> caller = new HashMap<>(more);
        caller.put("PATH", System.getenv("PATH"));
        caller.put("HOME", user.toString());
        return BuildRequest.all(shop.project(), ConfigReader.read(shop.project(), "shop"), caller);
    }

    /** What a build leaves: logs, journals, manifests and the artifact's content. */
    private List<Path> everything() throws IOException {
        try (Stream<Path> all = Files.walk(shop.home())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
