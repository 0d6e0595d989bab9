package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformFormsTest {
    @TempDir
    private Path folder;

    private Repository project;

    @BeforeEach
    void makeProject() {
        project = new Repository(folder);
    }

    @Test
    void all_files_of_upsun_are_merged() throws IOException {
        project.with(".upsun/a.yaml", "applications: { a: { type: nodejs:20 } }\nservices:\n")
                .with(".upsun/b.yaml", "applications: { b: { type: php:8.3 } }\nservices: { db: { type: redis:7 } }\n")
                .with(".upsun/empty.yaml", "# nothing\n")
                .with(".upsun/note.txt", "not read\n")
                .with(".upsun/deeper/c.yaml", "not read\n");

        ProjectConfig config = project.read();

        assertThat(config.applications()).containsOnlyKeys("a", "b");
        assertThat(config.services()).containsOnlyKeys("db");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void the_same_name_in_two_files_of_upsun_is_an_error() throws IOException {
        project.with(".upsun/a.yaml", "applications:\n  app: { type: nodejs:20 }\n")
                .with(".upsun/b.yaml", "applications:\n  app: { type: nodejs:22 }\n");

        assertThat(project.problems())
                .containsExactly(
                        ".upsun/b.yaml:2:3 /applications/app: ‘app’ is already declared in .upsun/a.yaml line 2;"
                                + " keep one of the two, or rename one");
    }

    @Test
    void slipways_sections_stand_beside_upsuns_files() throws IOException {
        project.with(".upsun/config.yaml", "applications: { app: { type: nodejs:20 } }\n")
                .with(".slipway/config.yaml", "environments: { staging: }\nhealth: { app: { path: /up } }\n");

        ProjectConfig config = project.read();

        assertThat(config.environments()).containsOnlyKeys("staging");
        assertThat(config.health().get("app").path()).isEqualTo("/up");
        assertThat(config.applications()).containsOnlyKeys("app");
    }

    @Test
    void a_slipway_file_with_applications_is_complete() throws IOException {
        project.with(".slipway/config.yaml", "applications: { ours: { type: nodejs:20 } }\n")
                .with(".upsun/config.yaml", "broken: [\n");

        assertThat(project.read().applications()).containsOnlyKeys("ours");
    }

    @Test
    void applications_of_platformsh_are_found_wherever_they_are() throws IOException {
        project.with(".platform.app.yaml", "name: top\ntype: php:8.3\n")
                .with("services/mail/.platform.app.yaml", "name: mail\ntype: golang:1.22\n")
                .with("other/.platform.app.yaml", "name: other\ntype: golang:1.22\nsource: { root: lib }\n")
                .with("node_modules/x/.platform.app.yaml", "broken: [\n")
                .with("a/vendor/x/.platform.app.yaml", "broken: [\n")
                .with("a/.next/.platform.app.yaml", "broken: [\n")
                .with(".git/.platform.app.yaml", "broken: [\n");

        ProjectConfig config = project.read();

        assertThat(config.applications()).containsOnlyKeys("top", "mail", "other");
        assertThat(config.applications().get("top").root()).isEmpty();
        assertThat(config.applications().get("mail").root()).isEqualTo("services/mail");
        assertThat(config.applications().get("other").root()).isEqualTo("lib");
        assertThat(config.applications().get("mail").section().has("name")).isFalse();
    }

    @Test
    void an_unknown_name_in_a_nested_file_is_shown_where_it_was_written() throws IOException {
        project.with(
                        "web/.platform.app.yaml",
                        "name: web\ntype: php:8.3\nrelationships:\n    database: 'databse:mysql'\n")
                .with(".platform/services.yaml", "database: { type: mariadb:10.11 }\n");

        assertThat(project.problems())
                .containsExactly(
                        "web/.platform.app.yaml:4:15 /relationships/database: the service or application ‘databse’"
                                + " is not declared; did you mean ‘database’?");
    }

    @Test
    void applications_of_platformsh_may_be_a_list() throws IOException {
        project.with(
                ".platform/applications.yaml",
                "- name: a\n  type: php:8.3\n  source: { root: a }\n- !include b.yaml\n- { name: c, type: 5 }\n");
        project.with(".platform/b.yaml", "name: b\ntype: php:8.3\nrelationships: { x: 'nothing:http' }\n");

        assertThat(project.problems())
                .containsExactly(
                        ".platform/applications.yaml:5:20 /2/type: ‘5’ is a number, where text is expected; put it in quotes: '5'",
                        ".platform/b.yaml:3:21 /1/relationships/x: the service or application ‘nothing’ is not declared;"
                                + " declare it, or use one of a, b, c");
    }

    @Test
    void applications_of_platformsh_may_be_a_mapping() throws IOException {
        project.with(".platform/applications.yaml", "a: { type: php:8.3 }\nb: { name: other, type: php:8.3 }\n");

        assertThat(project.read().applications()).containsOnlyKeys("a", "other");
    }

    @Test
    void the_older_forms_of_mounts_are_understood() throws IOException {
        project.with(".platform.app.yaml", """
                name: app
                type: php:8.3
                disk: 1024
                mounts:
                  /web/files: "shared:files/uploads"
                  tmp: { source: local, source_path: cache }
                  whole: { source: local, source_path: "" }
                  net: { source: service, service: files, source_path: /x }
                """)
                .with(".platform/services.yaml", "files: { type: network-storage:2.0 }\n");

        assertThat(project.read().applications().get("app").mounts())
                .containsEntry("web/files", new ApplicationConfig.Mount("storage", "uploads", null))
                .containsEntry("tmp", new ApplicationConfig.Mount("storage", "cache", null))
                .containsEntry("whole", new ApplicationConfig.Mount("storage", "", null))
                .containsEntry("net", new ApplicationConfig.Mount("service", "x", "files"));
    }

    @Test
    void every_form_of_a_relationship_is_understood() throws IOException {
        project.with(".upsun/config.yaml", """
                applications:
                  app:
                    type: nodejs:20
                    relationships:
                      mariadb:
                      cache: "redis"
                      search: { service: elastic }
                      other: { service: elastic, endpoint: admin }
                      api: "back"
                  back: { type: php:8.3 }
                services:
                  mariadb: { type: mariadb:10.11 }
                  redis: { type: redis-persistent:7 }
                  elastic: { type: elasticsearch:8 }
                """);

        assertThat(project.read().applications().get("app").relationships().values())
                .containsExactly(
                        new ApplicationConfig.Relationship("mariadb", "mysql"),
                        new ApplicationConfig.Relationship("redis", "redis"),
                        new ApplicationConfig.Relationship("elastic", "elasticsearch"),
                        new ApplicationConfig.Relationship("elastic", "admin"),
                        new ApplicationConfig.Relationship("back", "http"));
    }

    @Test
    void files_are_included_as_text_bytes_and_trees() throws IOException {
        project.with("app/build.sh", "make\n")
                .with(".upsun/more.yaml.inc", "A: 1\n")
                .with(".upsun/solr/schema.xml", "<schema/>")
                .with(".upsun/config.yaml", """
                        applications:
                          app:
                            type: nodejs:20
                            source: { root: /app }
                            variables: { env: !include more.yaml.inc }
                            hooks: { build: !include { type: string, path: build.sh } }
                        services:
                          solr:
                            type: solr:9
                            configuration: { conf: !archive solr, raw: !include { type: binary, path: solr/schema.xml } }
                        """);

        ProjectConfig config = project.read();

        ApplicationConfig app = config.applications().get("app");
        assertThat(app.hooks().build()).isEqualTo("make\n");
        assertThat(app.variables().get("env").get("A").intValue()).isEqualTo(1);
        assertThat(config.services().get("solr").section().path("configuration").toString())
                .isEqualTo("{\"conf\":\"solr\",\"raw\":\"PHNjaGVtYS8+\"}");
    }

    @Test
    void a_hook_whose_file_is_missing_warns_now_and_fails_when_it_runs() throws Exception {
        project.with(
                ".upsun/config.yaml",
                "applications: { app: { type: nodejs:20, hooks: { build: !include { type: string, path: no.sh } } } }\n");

        ProjectConfig config = project.read();

        assertThat(config.warnings()).extracting(Problem::rule).containsExactly("missing-file");
        String hook = config.applications().get("app").hooks().build();
        Process run =
                new ProcessBuilder("sh", "-c", hook).redirectErrorStream(true).start();
        assertThat(new String(run.getInputStream().readAllBytes())).contains("no.sh");
        assertThat(run.waitFor()).isEqualTo(66);
    }

    @Test
    void anchors_aliases_and_merge_keys_are_resolved() throws IOException {
        project.with(".upsun/config.yaml", """
                applications:
                  a: &base
                    type: nodejs:20
                    hooks: &hooks { build: make, deploy: up }
                  b:
                    <<: *base
                    type: nodejs:22
                    hooks: { <<: [*hooks], deploy: other }
                """);

        ApplicationConfig b = project.read().applications().get("b");

        assertThat(b.type()).isEqualTo("nodejs:22");
        assertThat(b.hooks()).isEqualTo(new ApplicationConfig.Hooks("make", "other", null));
        assertThat(b.section().has("<<")).isFalse();
    }

    @Test
    void what_is_wrong_in_a_merged_part_is_shown_where_it_was_written() throws IOException {
        project.with(
                ".upsun/config.yaml",
                "applications:\n  a: &base\n    type: nodejs:20\n    hoks: {}\n  b:\n    <<: *base\n");

        assertThat(project.problems())
                .containsExactly(
                        ".upsun/config.yaml:4:5 /applications/a/hoks: the key ‘hoks’ is not known here; did you mean ‘hooks’?",
                        ".upsun/config.yaml:4:5 /applications/b/hoks: the key ‘hoks’ is not known here; did you mean ‘hooks’?");
    }

    @Test
    void a_route_to_a_cache_in_front_leads_to_the_application_behind() throws IOException {
        project.with(".upsun/config.yaml", """
                applications: { app: { type: nodejs:20 } }
                services: { varnish: { type: varnish:7, relationships: { application: "app:http" } } }
                routes: { "https://{default}/": { type: upstream, upstream: "varnish:http" } }
                """);

        assertThat(project.read().routes().get("https://{default}/").application())
                .isEqualTo("app");
    }

    @Test
    void keys_of_other_tools_are_left_alone() throws IOException {
        project.with(".upsun/config.yaml", """
                .defaults: { x: 1 }
                applications: { app: { type: nodejs:20, .tool: true } }
                services: { .note: text }
                routes: { "https://{default}/": { type: upstream, upstream: "app:http", .local_url: x } }
                """);

        ProjectConfig config = project.read();

        assertThat(config.warnings()).isEmpty();
        assertThat(config.services()).isEmpty();
    }

    @Test
    void the_wrapping_key_of_another_format_is_explained() throws IOException {
        project.with(".platform.app.yaml", "name: app\ntype: php:8.3\n")
                .with(
                        ".platform/routes.yaml",
                        "routes:\n  https://{default}/: { type: upstream, upstream: app:http }\n");

        assertThat(project.problems())
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith(".platform/routes.yaml:1:1 /routes: this lacks")
                        .endsWith("remove this line and indent the rest less; the file holds them without it"));
    }
}
