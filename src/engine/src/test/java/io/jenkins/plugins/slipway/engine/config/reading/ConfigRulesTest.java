package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigRulesTest {
    private static final String APPLICATION = "applications:\n  app:\n    type: nodejs:20\n";
    private static final String AT = ".slipway/config.yaml:";

    @TempDir
    private Path folder;

    private List<String> problems(String more) throws IOException {
        return new Repository(folder)
                .with(".slipway/config.yaml", APPLICATION + more)
                .problems();
    }

    @Test
    void all_problems_are_told_at_once() throws IOException {
        assertThat(problems("""
                                    disk: 5
                                    hooks: { buid: x }
                                enviroments: {}
                                order: [ap]
                                """))
                .containsExactly(
                        AT
                                + "4:5 /applications/app/disk: the key ‘disk’ is not known here; remove it: it is of Platform.sh's"
                                + " form, and mounts may take what the machine's disk has",
                        AT
                                + "5:14 /applications/app/hooks/buid: the key ‘buid’ is not known here; did you mean ‘build’?",
                        AT + "6:1 /enviroments: the key ‘enviroments’ is not known here; did you mean ‘environments’?",
                        AT + "7:9 /order/0: the application ‘ap’ is not declared; did you mean ‘app’?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ünï", "..", "-x", "a/b", "_x", "''", "a:b"})
    void a_name_that_would_be_unsafe_is_refused(String name) throws IOException {
        String quoted = name.startsWith("'") ? name : "'" + name + "'";
        assertThat(problems("environments:\n  " + quoted + ": { type: staging }\n"))
                .singleElement()
                .asString()
                .startsWith(AT + "5:3 /environments/")
                .endsWith(
                        "is not a name of letters, digits, dots, dashes and underscores that starts with a letter or digit,"
                                + " at most 63 long; choose another name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-1", "x.y_z", "0"})
    void a_plain_name_is_taken(String name) throws IOException {
        assertThat(problems("environments:\n  " + name + ": { type: staging }\n"))
                .isEmpty();
    }

    @Test
    void references_to_environments_must_lead_somewhere() throws IOException {
        assertThat(problems("""
                                environments:
                                  staging: { type: staging, parent: prod }
                                  production: { type: production, requires: [staging, stagin] }
                                gates: { qa: {} }
                                """))
                .containsExactly(
                        AT + "5:37 /environments/staging/parent: the environment ‘prod’ is not declared; did you mean"
                                + " ‘production’?",
                        AT
                                + "6:55 /environments/production/requires/1: the environment ‘stagin’ is not declared; did you mean"
                                + " ‘staging’?",
                        AT + "7:14 /gates/qa: the environment ‘qa’ is not declared; declare it, or use one of staging,"
                                + " production");
    }

    @Test
    void references_to_applications_and_services_must_lead_somewhere() throws IOException {
        assertThat(problems("""
                                    mounts: { x: { source: service, service: filez } }
                                services: { files: { type: "network-storage:2.0" } }
                                routes: { "https://{default}/": { type: upstream, upstream: "appp:http" } }
                                environments: { staging: { services: { db: "postgresql://x" } } }
                                data: { api: {} }
                                health: { ap: {} }
                                objects: { hooks: { script: x.js } }
                                """))
                .extracting(problem -> problem.replaceAll(".*config.yaml:\\d+:\\d+ (\\S+): .*", "$1"))
                .containsExactly(
                        "/applications/app/mounts/x/service",
                        "/routes/https:~1~1{default}~1/upstream",
                        "/environments/staging/services/db",
                        "/data/api",
                        "/health/ap",
                        "/objects/hooks");
    }

    @Test
    void environments_that_wait_for_each_other_are_refused() throws IOException {
        assertThat(problems("environments:\n  a: { requires: [b] }\n  b: { requires: [c] }\n  c: { requires: [a] }\n"))
                .containsExactly(AT + "5:8 /environments/a/requires: ‘requires’ forms a cycle: a -> b -> c -> a;"
                        + " remove one of them; no environment could ever be the first");
        assertThat(problems("environments:\n  a: { parent: a }\n"))
                .containsExactly(AT + "5:8 /environments/a/parent: ‘parent’ forms a cycle: a -> a;"
                        + " remove one of them; no environment could ever be the first");
    }

    @Test
    void cleanup_is_refused_on_production_declared_or_by_name() throws IOException {
        String refused = " is of type production, and its data is never cleaned up;"
                + " remove ‘cleanup’ here, or put it at another environment's gate";
        assertThat(problems("environments: { live: { type: production } }\ngates: { live: { cleanup: rm } }\n"))
                .containsExactly(AT + "5:18 /gates/live/cleanup: the environment ‘live’" + refused);
        assertThat(problems("gates: { production: { cleanup: rm } }\n"))
                .containsExactly(AT + "4:24 /gates/production/cleanup: the environment ‘production’" + refused);
        assertThat(problems("environments: { staging: }\ngates: { staging: { cleanup: rm } }\n"))
                .isEmpty();
    }

    @Test
    void a_rule_that_cannot_break_or_cannot_pass_is_refused() throws IOException {
        assertThat(problems("gates:\n  s:\n    rules:\n      - { metric: tests.failed }\n"
                        + "      - { metric: tests.total, min: 5, max: 4 }\n"))
                .containsExactly(
                        AT + "7:9 /gates/s/rules/0: this lacks ‘min’ or ‘max’, else it could never break; add it",
                        AT
                                + "8:9 /gates/s/rules/1: ‘min’ 5 is above ‘max’ 4, so nothing can pass; swap them, or correct one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5 m", "soon", "-1", "1.5h", "5M", "''", "90", "'90'", "2w"})
    void what_is_no_duration_is_refused(String written) throws IOException {
        assertThat(problems("environments: { s: { watch: " + written + " } }\n"))
                .singleElement()
                .asString()
                .contains("/environments/s/watch: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5m", "60s", "1h", "500ms", "2d", "0"})
    void every_unit_of_time_is_taken(String written) throws IOException {
        assertThat(problems("environments: { s: { watch: " + written + " } }\n"))
                .isEmpty();
    }

    @Test
    void paths_that_climb_out_are_refused() throws IOException {
        assertThat(problems("""
                                    source: { root: ../elsewhere }
                                    mounts: { a/../../b: { source: storage, source_path: ../../c } }
                                """))
                .extracting(problem ->
                        problem.replaceAll(".*config.yaml:\\d+:\\d+ (\\S+): .*(leads out of the \\w+).*", "$1 $2"))
                .containsExactly(
                        "/applications/app/source/root leads out of the repository",
                        "/applications/app/mounts/a~1..~1..~1b leads out of the application",
                        "/applications/app/mounts/a~1..~1..~1b/source_path leads out of the storage");
    }

    @Test
    void a_number_in_place_of_text_is_to_be_quoted() throws IOException {
        assertThat(problems("    timezone: 5\n"))
                .containsExactly(
                        AT
                                + "4:15 /applications/app/timezone: ‘5’ is a number, where text is expected; put it in quotes: '5'");
    }

    @Test
    void a_number_that_loses_digits_is_warned_of_but_a_dependency_keeps_them() throws IOException {
        Repository project = new Repository(folder)
                .with(
                        ".slipway/config.yaml",
                        APPLICATION
                                + "    dependencies: { nodejs: { yarn: 1.10, n: 9 } }\n    variables: { env: { V: 1.10 } }\n");

        assertThat(project.problems())
                .containsExactly(
                        AT + "5:28 /applications/app/variables/env/V: warning: ‘1.10’ is a number and becomes 1.1;"
                                + " put it in quotes if it is a version or other text");
        assertThat(project.read()
                        .applications()
                        .get("app")
                        .section()
                        .path("dependencies")
                        .toString())
                .isEqualTo("{\"nodejs\":{\"yarn\":\"1.10\",\"n\":\"9\"}}");
    }
}
