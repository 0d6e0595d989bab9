package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A mistake in YAML is shown where it was made. In each text the mistake stands at the mark. */
class SyntaxPlaceTest {
    @TempDir
    private Path project;

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void a_mistake_is_shown_in_its_own_line(String name, String message, String text) throws IOException {
        List<String> lines = text.lines().toList();
        int line = 1
                + lines.indexOf(lines.stream()
                        .filter(one -> one.contains("<here>"))
                        .findFirst()
                        .orElseThrow());
        new Repository(project).with(".upsun/config.yaml", text.replace("<here>", ""));
        List<Problem> problems = ConfigReader.problems(project);
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).rule()).isEqualTo("syntax");
        assertThat(problems.get(0).line()).as(problems.get(0).toString()).isEqualTo(line);
        assertThat(problems.get(0).message()).contains(message);
        assertThat(problems.get(0).next()).isNotBlank();
    }

    private static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("a quote that the next quote closes", "a quote is opened here", """
                        applications:
                          web:
                            source:
                              root: "\\"<here>

                            # The runtime
                            type: "php:8.3"
                        """),
                Arguments.of("a quote that nothing closes", "a quote is opened here", """
                        applications:
                          web:
                            type: 'php:8.3<here>
                            hooks:
                              build: make
                        """),
                Arguments.of("a quote that runs into an escape", "a quote is opened here", """
                        applications:
                          web:
                            type: "php:8.3<here>
                            web:
                              locations:
                                /:
                                  rules:
                                    \\.css$: { allow: true }
                        """),
                Arguments.of("an unknown escape", "a backslash in double quotes", """
                        applications:
                          web:
                            type: "php\\:8.3"<here>
                        """),
                Arguments.of("a list that is not closed", "a bracket is opened here", """
                        applications:
                          web:
                            stack: ["php@8.3", "nodejs@20"<here>
                            source:
                              root: web
                            hooks:
                              build: make
                        """),
                Arguments.of("a key without colon", "a line stands where", """
                        applications:
                          web:
                            source<here>
                              root: web
                            type: php:8.3
                        """),
                Arguments.of("a key without colon and a comment", "a line stands where", """
                        applications:
                          web<here>
                            # where it is
                            type: php:8.3
                        """),
                Arguments.of("a colon without space", "a line stands where", """
                        applications:
                          web:
                            source:
                              root: web
                            type:php<here>
                            hooks:
                              build: make
                        """),
                Arguments.of("lines of a script without bar", "text of several lines", """
                        applications:
                          web:
                            type: php:8.3
                            hooks:
                              build:<here>
                                set -e
                                echo "a: b"
                                make all
                        """),
                Arguments.of("a comment that ends a script", "further left", """
                        applications:
                          web:
                            type: php:8.3
                            hooks:
                              deploy: |
                                cd web
                        #        drush cr<here>
                                drush updatedb
                        """),
                Arguments.of("a first key that is indented too far", "indented unlike", """
                        applications:
                          web:
                            type: php:8.3
                            mounts:
                              tmp:
                                 source: local<here>
                                source_path: tmp
                        """),
                Arguments.of("a key that is indented too far", "does not fit", """
                        applications:
                          web:
                            type: php:8.3
                              source:<here>
                                root: web
                            hooks:
                              build: make
                        """),
                Arguments.of("a root key that stands further left than the first", "content ended above", """
                         applications:
                           web:
                             type: php:8.3
                        routes:<here>
                          "https://{default}/": { type: upstream, upstream: "web:http" }
                        """),
                Arguments.of("a tab", "a tab stands", """
                        applications:
                          web:
                            type: php:8.3
                        \thooks:<here>
                              build: make
                        """),
                Arguments.of("a tag with a space at its end", "a tag begins or ends", """
                        applications:
                          web:
                            type: !<x%20> php:8.3<here>
                        """),
                Arguments.of("an alias without anchor", "undefined alias", """
                        applications:
                          web:
                            type: php:8.3
                            hooks: *common<here>
                        """));
    }
}
