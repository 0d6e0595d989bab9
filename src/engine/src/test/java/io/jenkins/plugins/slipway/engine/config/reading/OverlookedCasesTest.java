package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would do nothing, or too much, without a word about it. */
class OverlookedCasesTest {
    @TempDir
    private Path folder;

    private Repository project;

    @BeforeEach
    void makeProject() {
        project = new Repository(folder);
    }

    private List<String> problems(String more) throws IOException {
        project.with(
                ".upsun/config.yaml",
                "applications:\n  app:\n    type: nodejs:20\n    web: { commands: { start: x } }\n" + more);
        return project.problems();
    }

    @Test
    void a_second_document_is_named_where_it_begins() throws IOException {
        assertThat(problems("---\nroutes: {}\n"))
                .anyMatch(problem -> problem.contains("config.yaml:5")
                        && problem.contains("a second YAML document begins here, and only the first is read"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"---\n", "...\n", "...\n# the end\n", "---\n# nothing\n\n"})
    void the_end_of_the_first_is_none(String end) throws IOException {
        assertThat(problems(end)).noneMatch(problem -> problem.contains("second YAML document"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://{default}", "HTTPS://{default}/", "https://{default}/"})
    void one_address_written_twice_is_one(String other) throws IOException {
        String routes = "routes:\n  'https://{default}/': { type: upstream, upstream: 'app:http' }\n  '" + other
                + "': { type: upstream, upstream: 'app:http' }\n";
        assertThat(problems(routes))
                .anyMatch(problem -> problem.contains("is the same address as") || problem.contains("is already set"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://{default}/", "https://www.{default}/", "https://{default}/a", "https://{default}/A/"})
    void other_addresses_are_others(String other) throws IOException {
        String routes = "routes:\n  'https://{default}/': { type: upstream, upstream: 'app:http' }\n  '" + other
                + "': { type: upstream, upstream: 'app:http' }\n";
        assertThat(problems(routes)).noneMatch(problem -> problem.contains("same address"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", ".", "./", "//", ""})
    void a_mount_does_not_hide_the_whole_application(String path) throws IOException {
        assertThat(problems("    mounts: { '" + path + "': { source: storage } }\n"))
                .anyMatch(problem -> problem.contains("is the whole application, and would hide all of it"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "/data", "./data/", ".cache", "a.b"})
    void a_mount_below_it_may_be(String path) throws IOException {
        assertThat(problems("    mounts: { '" + path + "': { source: storage } }\n"))
                .noneMatch(problem -> problem.contains("whole application"));
    }

    @Test
    void an_include_that_leads_out_is_named_where_it_stands() throws IOException {
        assertThat(problems("services: !include '../../etc/passwd'\n"))
                .anyMatch(problem -> problem.contains("config.yaml:5")
                        && problem.contains("‘../../etc/passwd’ lies outside the project"))
                .noneMatch(problem -> problem.contains("../../etc/passwd:"));
    }
}
