package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the platforms' own check knows, or refuses, and what only looks as if it did something. */
class LinterCasesTest {
    @TempDir
    private Path folder;

    private Repository project;

    @BeforeEach
    void makeProject() {
        project = new Repository(folder);
    }

    /** Lines below an application in Upsun's form. */
    private List<String> ofApplication(String lines) throws IOException {
        project.with(".upsun/config.yaml", "applications:\n  app:\n    type: nodejs:20\n" + lines.indent(4));
        return project.problems();
    }

    private List<String> ofFile(String lines) throws IOException {
        project.with(".upsun/config.yaml", "applications:\n  app:\n    type: nodejs:20\n" + lines);
        return project.problems();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'db:mysql' | db: { type: 'postgresql:15' } | ‘db’ has no endpoint ‘mysql’; use one of those it has: postgresql",
                "{ service: db, endpoint: mariadb } | db: { type: 'mariadb:11.0' } | ‘db’ has no endpoint ‘mariadb’; use one of those it has: mysql",
                "'db:main' | db: { type: 'redis:7' } | ‘db’ has no endpoint ‘main’",
                "'app:https' | x: { type: 'redis:7' } | ‘app’ has no endpoint ‘https’; use one of those it has: http",
                "'db:mysql' | db: { type: 'mariadb:11.0', configuration: { endpoints: { main: {} } } } | ‘db’ has no endpoint ‘mysql’; use one of those it has: main"
            })
    void an_endpoint_that_a_service_does_not_have_is_named(String relationship, String services, String said)
            throws IOException {
        project.with(
                ".upsun/config.yaml",
                "applications:\n  app:\n    type: nodejs:20\n    relationships: { r: " + relationship
                        + " }\nservices: { " + services + " }\n");
        assertThat(project.problems()).anyMatch(problem -> problem.contains("warning: " + said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'db:postgresql' | db: { type: 'postgresql:15' }",
                "'db:mysql' | db: { type: 'mariadb:11.0' }",
                "db | db: { type: 'mariadb:11.0', configuration: { endpoints: { main: {} } } }",
                "'db:main' | db: { type: 'mariadb:11.0', configuration: { endpoints: { main: {} } } }",
                "'db:anything' | db: { type: 'clickhouse:24' }"
            })
    void an_endpoint_that_a_service_has_or_may_have_is_none(String relationship, String services) throws IOException {
        project.with(
                ".upsun/config.yaml",
                "applications:\n  app:\n    type: nodejs:20\n    relationships: { r: " + relationship
                        + " }\nservices: { " + services + " }\n");
        assertThat(project.problems()).noneMatch(problem -> problem.contains("endpoint ‘"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "runtime: loose | ‘loose’ is not strict, or a mapping of settings",
                "build: { credentials: [npm, nuget] } | ‘nuget’ is not known here; use one of npm, yarn, pip",
                "build: { credentials: npm } | ‘npm’ is text, where a list is expected",
                "build: { credentials: [npm, npm] } | an entry is listed twice",
                "source: { ignore: 'test/**' } | ‘test/**’ is text, where a list is expected",
                "source: { ignore: ['../x'] } | ‘../x’ is not a pattern of .gitignore, and no comment",
                "source: { ignore: ['#x'] } | ‘#x’ is not a pattern of .gitignore, and no comment",
                "source: { ignore: [''] } | ‘’ is not a pattern of .gitignore, and no comment"
            })
    void what_a_build_is_told_is_checked(String lines, String said) throws IOException {
        assertThat(ofApplication(lines))
                .singleElement()
                .asString()
                .startsWith(".upsun/config.yaml:4:")
                .contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tasks: { import: { type: 'python:3.13', run: { command: 'python x.py', timeout: 900 } } } | :4:1 /tasks: warning: ‘tasks’ is not applied",
                "authorizations: { app: [ deploy ] } | :4:1 /authorizations: warning: ‘authorizations’ is not applied",
                "services: { s: { type: 'solr:9.6', configuration: { cores: {} } } } | warning: ‘configuration’ is not applied on target local: a service of type ‘solr:9.6’ runs elsewhere"
            })
    void a_section_that_means_nothing_here_is_named(String lines, String said) throws IOException {
        assertThat(ofFile(lines + "\n")).singleElement().asString().contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web: { container_profile: BALANCED, commands: { start: x } } | ‘container_profile’ is not applied",
                "web: { additional_hosts: { a.internal: 192.0.2.1 }, commands: { start: x } } | ‘additional_hosts’ is not applied",
                "workers: { w: { additional_hosts: { a.internal: 192.0.2.1 }, commands: { start: x } } } | ‘additional_hosts’ is not applied"
            })
    void a_key_that_means_nothing_here_is_named(String lines, String said) throws IOException {
        assertThat(ofApplication(lines)).singleElement().asString().contains("warning: ", said);
    }

    @Test
    void files_whose_names_end_with_yml_are_read_too() throws IOException {
        project.with(".upsun/app.yml", "applications: { app: { type: nodejs:20 } }\n");
        assertThat(project.read().applications()).containsOnlyKeys("app");
    }

    @Test
    void a_file_tag_puts_the_text_in_its_place_and_says_so() throws IOException {
        project.with("build.sh", "echo built\n");
        assertThat(ofApplication("hooks: { build: !file build.sh }"))
                .singleElement()
                .asString()
                .contains("warning: ", "‘!file’ puts the file's text in its place");
        assertThat(project.read().applications().get("app").hooks().build()).isEqualTo("echo built\n");
    }

    @Test
    void an_archive_is_its_folder_and_is_named() throws IOException {
        project.with("conf/a.xml", "<a/>\n");
        assertThat(
                        ofFile(
                                "services: { r: { type: 'redis:7', configuration: { a: !include { type: archive, path: conf } } } }\n"))
                .singleElement()
                .asString()
                .contains("warning: ", "the folder's path is used instead");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "variables: { env: !include no.yaml } | /applications/app/variables/env: the included file ‘no.yaml’ does not exist",
                "variables: { env: !include { path: sub/no.yaml } } | the included file ‘sub/no.yaml’ does not exist",
                "hooks: { build: !file no.sh } | warning: ‘no.sh’ does not exist",
                "hooks: { build: !include { type: string, path: no.sh } } | warning: ‘no.sh’ does not exist",
                "source: { root: !archive no } | warning: ‘no’ does not exist",
                "source: { root: !include { type: archive, path: no } } | warning: ‘no’ does not exist"
            })
    void a_file_that_is_not_there_is_the_only_thing_said(String lines, String said) throws IOException {
        assertThat(ofApplication(lines)).singleElement().asString().contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web: { locations: { static: { root: public } } } | is not a path that starts with ‘/’",
                "web: { locations: { '': { root: public } } } | is not a path that starts with ‘/’",
                "web: { locations: { \"/a\\tb\": { root: public } } } | is not a path",
                "web: { locations: { /: { root: public, expires: soon } } } | ‘soon’ is not a duration",
                "web: { locations: { /: { root: public, expires: 1.5h } } } | ‘1.5h’ is not a duration",
                "web: { locations: { /: { root: public, expires: -5 } } } | ‘-5’ is not a duration",
                "web: { locations: { /: { root: public, rules: { x: { expires: never } } } } } | ‘never’ is not a duration",
                "web: { upstream: { socket_family: pipe } } | ‘pipe’ is not known here; use one of tcp, unix",
                "web: { upstream: { protocol: uwsgi } } | ‘uwsgi’ is not known here",
                "size: M | the key ‘size’ is not known here; remove it: Upsun sets sizes outside of its files",
                "disk: 512 | the key ‘disk’ is not known here; remove it: it is of Platform.sh's form",
                "relationships: { db: { service: app, endpoints: http } } | the key ‘endpoints’ is not known here; did you mean ‘endpoint’?",
                "crons: { c: { spec: '0 0 31 2 *', cmd: x } } | never comes",
                "crons: { c: { spec: '0 0 30 2 *', cmd: x } } | never comes",
                "crons: { c: { spec: '0 0 30,31 feb *', cmd: x } } | never comes",
                "crons: { c: { spec: '0 0 31 4,6,9,11 *', cmd: x } } | never comes",
                "crons: { c: { spec: '0 0 31 2/2 *', cmd: x } } | comes"
            })
    void what_could_not_be_obeyed_is_refused(String lines, String said) throws IOException {
        List<String> problems = ofApplication(lines);
        if (said.equals("comes")) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).singleElement().asString().contains(said).doesNotContain("warning");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 29 2 *", "0 0 31 * *", "0 0 31 2 1", "0 0 30 */2 *", "0 0 28 2 *", "H 3 31 12 *"})
    void a_rare_time_comes(String spec) throws IOException {
        assertThat(ofApplication("crons: { c: { spec: '" + spec + "', cmd: x } }"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 300, 303, 304, 305, 404, 0})
    void a_redirect_has_a_code_of_redirects(int code) throws IOException {
        assertThat(ofFile("routes: { 'https://{default}/': { type: redirect, to: 'https://a.b/', code: " + code
                        + " } }\n"))
                .singleElement()
                .asString()
                .contains("‘" + code + "’ is not known here; use one of 301, 302, 307, 308");
        assertThat(ofFile(
                        "routes: { 'https://{default}/': { type: upstream, upstream: 'app:http', redirects: { paths: { /a: { to: /b, code: "
                                + code + " } } } } }\n"))
                .singleElement()
                .asString()
                .contains("use one of 301, 302, 307, 308");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "app:", ":http", "app http", "app:http:80", "'app:http\n\n  x'", "app:80"})
    void an_upstream_names_an_application_and_its_endpoint(String upstream) throws IOException {
        assertThat(ofFile("routes: { 'https://{default}/': { type: upstream, upstream: " + upstream + " } }\n"))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).doesNotContain("warning"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo:1 | ‘foo:1’ is not a type of an application that is known here",
                "postgresql:15 | ‘postgresql:15’ is not a type of an application; move it below ‘services:’",
                "redis | ‘redis’ is not a type of an application; move it below ‘services:’",
                "node:20 | did you mean ‘nodejs’?"
            })
    void an_application_has_a_type_of_applications(String type, String said) throws IOException {
        project.with(".upsun/config.yaml", "applications: { app: { type: '" + type + "' } }\n");
        assertThat(project.problems()).singleElement().asString().contains("/applications/app/type: ", said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nodejs:20 | /services/s/type: ‘nodejs:20’ is not a type of a service; move it below ‘applications:’",
                "foo:1 | /services/s/type: warning: ‘foo:1’ is not a type of a service that is known here",
                "postgres:15 | did you mean ‘postgresql’?"
            })
    void a_service_has_a_type_of_services(String type, String said) throws IOException {
        assertThat(ofFile("services: { s: { type: '" + type + "' } }\n"))
                .singleElement()
                .asString()
                .contains(said);
    }

    @Test
    void one_name_is_not_an_application_and_a_service() throws IOException {
        assertThat(ofFile("services: { app: { type: 'redis:7' } }\n"))
                .singleElement()
                .asString()
                .contains("/services/app: ‘app’ is the name of an application, too");
    }

    @Test
    void several_applications_without_routes_are_named() throws IOException {
        project.with(
                ".upsun/config.yaml",
                "applications: { a: { type: 'php:8.3', web: {} }, b: { type: 'php:8.3', web: {} }, c: { type: 'php:8.3' } }\n");
        assertThat(project.problems())
                .singleElement()
                .asString()
                .contains(
                        "warning: 2 applications serve the web and no route leads to them: every request goes to ‘a’");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git", "cloudformation", "command", "Local", "kubernetes"})
    void a_target_that_does_not_exist_is_refused_where_it_stands(String target) throws IOException {
        project.with(
                ".slipway/config.yaml",
                "applications: { app: { type: 'nodejs:20' } }\nenvironments:\n  staging:\n    target: " + target
                        + "\n");
        assertThat(project.problems())
                .singleElement()
                .asString()
                .contains(
                        ".slipway/config.yaml:4:13 /environments/staging/target: there is no target ‘" + target + "’; ",
                        "local");
    }

    @Test
    void an_empty_application_file_is_named_by_its_own_name() throws IOException {
        project.with(".platform.app.yaml", "# nothing yet\n");
        assertThat(project.problems())
                .singleElement()
                .asString()
                .startsWith(".platform.app.yaml: the file is empty and declares no application");
        project.with("sub/.platform.app.yaml", "name: a\ntype: php:8.3\n");
        assertThat(project.problems()).singleElement().asString().startsWith(".platform.app.yaml: the file is empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "applications: { app: { type: 'php:8.3' } } | .platform.app.yaml:1:1 /applications: ‘applications’ stands in a file that is one application; that is Upsun's form: move it to .upsun/config.yaml",
                "routes: { 'https://{default}/': { type: upstream, upstream: 'app:http' } } | routes go into .platform/routes.yaml",
                "services: { db: { type: 'redis:7' } } | services go into .platform/services.yaml"
            })
    void another_file_s_section_in_an_application_file_is_sent_where_it_goes(String text, String said)
            throws IOException {
        project.with(".platform.app.yaml", text + "\n");
        assertThat(project.problems()).singleElement().asString().contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redirect | upstream: 'app:http' | a route of type ‘redirect’ has no ‘to’",
                "upstream | to: 'https://a.b/' | a route of type ‘upstream’ has no ‘upstream’",
                "proxy | to: 'https://a.b/' | warning: ‘type’ is not applied on target local: a route with ‘to’ answers with a redirect there"
            })
    void a_route_is_what_its_type_says(String type, String rest, String said) throws IOException {
        assertThat(ofFile("routes: { 'https://{default}/': { type: " + type + ", " + rest + " } }\n"))
                .singleElement()
                .asString()
                .contains(said);
    }
}
