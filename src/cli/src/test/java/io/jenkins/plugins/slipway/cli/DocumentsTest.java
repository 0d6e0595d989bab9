package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The keys of {@code --json} are a contract. A real release lives its life here, and each verb's document is looked at. */
class DocumentsTest {
    @TempDir
    static Path folder;

    private static Path project;
    private static Run built;
    private static Run reused;
    private static Run deployed;
    private static Run judged;
    private static Run dryRollback;
    private static Run rolledBack;
    private static Run refused;
    private static Run status;

    @BeforeAll
    static void aReleaseLivesItsLife() throws IOException {
        project = Files.createDirectories(folder.resolve("shop"));
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                applications:
                  shop:
                    type: java:17
                    web:
                      commands:
                        start: exec java -XX:TieredStopAtLevel=1 -Xmx32m Shop.java
                environments:
                  staging: { type: staging }
                gates:
                  staging:
                    tests: [{ run: "cp junit.xml report.xml", junit: report.xml }]
                    rules: [{ metric: tests.failed, max: 0 }]
                """);
        Files.writeString(
                project.resolve("junit.xml"), "<testsuite tests='1'><testcase name='a' classname='b'/></testsuite>");
        shop("first");
        built = slipway("build");
        reused = slipway("build");
        slipway("deploy", "staging");
        shop("second");
        slipway("build");
        deployed = slipway("deploy", "staging");
        judged = slipway("gate", "staging");
        dryRollback = slipway("rollback", "staging", "--dry-run");
        rolledBack = slipway("rollback", "staging", "--reason", "second is bad");
        refused = slipway("deploy", "staging", "--release", "2");
        status = slipway("status");
    }

    @AfterAll
    static void stop() {
        slipway("host", "stop");
    }

    @Test
    void build() {
        assertThat(built.code()).as(built.err()).isZero();
        assertKeys(built.document(), "project", "release", "applications");
        assertThat(built.document().get("release").asInt()).isEqualTo(1);
        assertKeys(built.document().at("/applications/0"), "name", "key", "digest", "reused", "reasons", "seconds");
        assertThat(built.document().at("/applications/0/reused").asBoolean()).isFalse();
    }

    @Test
    void a_build_with_nothing_changed_has_the_same_release_and_says_why() {
        assertThat(reused.document().get("release").asInt()).isEqualTo(1);
        assertThat(reused.document().at("/applications/0/reused").asBoolean()).isTrue();
        assertThat(reused.document().at("/applications/0/reasons")).isNotEmpty();
        assertThat(reused.document().at("/applications/0/digest"))
                .isEqualTo(built.document().at("/applications/0/digest"));
    }

    @Test
    void deploy() {
        assertThat(deployed.code()).as(deployed.err()).isZero();
        JsonNode document = deployed.document();
        assertKeys(document, "environment", "deployment", "release", "previous", "state", "message", "phases", "urls");
        assertKeys(document.at("/phases/0"), "name", "state", "seconds");
        assertThat(document.get("state").asString()).isEqualTo("LIVE");
        assertThat(document.get("deployment").asInt()).isEqualTo(2);
        assertThat(document.get("previous").asInt()).isEqualTo(1);
        assertThat(document.at("/urls/0").asString()).startsWith("http://staging.shop.localhost:");
    }

    @Test
    void gate() {
        assertThat(judged.code()).as(judged.err()).isZero();
        assertKeys(judged.document(), "environment", "release", "verdict", "rules");
        assertKeys(
                judged.document().at("/rules/0"),
                "metric",
                "value",
                "shown",
                "limit",
                "min",
                "max",
                "criticality",
                "status");
        assertThat(judged.document().get("verdict").asString()).isEqualTo("PASSED");
    }

    @Test
    void rollback() {
        assertThat(rolledBack.code()).as(rolledBack.err()).isZero();
        JsonNode document = rolledBack.document();
        assertKeys(document, "environment", "deployment", "release", "previous", "state", "message", "phases", "urls");
        assertThat(document.get("release").asInt()).isEqualTo(1);
        assertThat(document.get("previous").asInt()).isEqualTo(2);
    }

    @Test
    void a_dry_run_says_the_steps_and_does_nothing() {
        assertKeys(dryRollback.document(), "dryRun", "environment", "release", "previous", "steps", "notes");
        assertThat(dryRollback.document().at("/steps")).isNotEmpty();
        assertThat(rolledBack.document().get("deployment").asInt())
                .isEqualTo(deployed.document().get("deployment").asInt() + 1);
    }

    @Test
    void a_refusal_is_one_document_and_exit_code_3() {
        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.document().at("/error/kind").asString()).isEqualTo("refused");
        assertThat(refused.document().at("/error/message").asString()).contains("second is bad");
    }

    @Test
    void status() {
        JsonNode staging = status.document().at("/environments/0");
        assertKeys(
                staging,
                "name",
                "type",
                "release",
                "deployment",
                "since",
                "by",
                "health",
                "verdicts",
                "lock",
                "traffic",
                "drift");
        assertThat(staging.get("release").asInt()).isEqualTo(1);
        assertThat(staging.get("by").asString()).isEqualTo("ada");
        assertThat(staging.get("health").asString()).isEqualTo("healthy");
        assertThat(staging.get("lock").isNull()).isTrue();
    }

    @Test
    void releases_name_what_is_live_and_what_is_bad() {
        JsonNode releases = slipway("releases").document().get("releases");
        assertKeys(
                releases.get(0),
                "release",
                "label",
                "created",
                "by",
                "commit",
                "artifacts",
                "live",
                "kept",
                "quarantine");
        assertThat(releases.at("/0/quarantine/reason").asString()).isEqualTo("second is bad");
        assertThat(releases.at("/1/live/0").asString()).isEqualTo("staging");
        assertThat(releases.at("/1/quarantine").isNull()).isTrue();
    }

    @Test
    void history_is_newest_first() {
        JsonNode deployments =
                slipway("history", "staging", "--limit", "2").document().get("deployments");
        assertThat(deployments).hasSize(2);
        assertThat(deployments.at("/0/kind").asString()).isEqualTo("rollback");
        assertThat(deployments.at("/0/reason").asString()).isEqualTo("second is bad");
        assertThat(deployments.at("/1/kind").asString()).isEqualTo("deploy");
    }

    @Test
    void log_has_each_phase_with_its_text() {
        JsonNode log = slipway("log", "staging/2").document();
        assertThat(log.get("environment").asString()).isEqualTo("staging");
        assertKeys(log.at("/phases/0"), "name", "state", "seconds", "log");
        assertThat(slipway("log", "staging", "--phase", "serve").document().get("phases"))
                .hasSize(1);
    }

    private static Run slipway(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        Map<String, String> env = Map.of(
                "HOME",
                folder.toString(),
                "USER",
                "ada",
                "PATH",
                System.getenv("PATH") + ":" + System.getProperty("java.home") + "/bin");
        return Run.with(env, project, all.toArray(String[]::new));
    }

    private static void shop(String answer) throws IOException {
        Files.writeString(project.resolve("Shop.java"), """
                public class Shop {
                    public static void main(String[] args) throws Exception {
                        var port = Integer.parseInt(System.getenv("PORT"));
                        var server = com.sun.net.httpserver.HttpServer.create(
                                new java.net.InetSocketAddress("127.0.0.1", port), 0);
                        server.createContext("/", exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            exchange.getResponseBody().write("%s".getBytes());
                            exchange.close();
                        });
                        server.start();
                    }
                }
                """.formatted(answer));
    }

    private static void assertKeys(JsonNode object, String... keys) {
        assertThat(object.propertyNames()).containsExactly(keys);
    }
}
