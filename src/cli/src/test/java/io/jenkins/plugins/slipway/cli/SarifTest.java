package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.engine.config.problem.ProblemRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What editors and code hosts read: one document on standard output, whatever the configuration is like. */
class SarifTest {
    @TempDir
    private Path folder;

    @Test
    void errors_and_warnings_are_results_at_their_lines() throws IOException {
        write(".upsun/a b.yaml", """
                applications:
                  web:
                    type: nodejs:20
                    hook: { build: make }
                    crons: { idle: { spec: "H * * * *" } }
                routes:
                  "https://{default}/": { type: upstream, upstream: "api:http" }
                """);
        Run run = Run.in(folder, "validate", "--sarif");

        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        JsonNode document = run.document();
        assertThat(document.path("version").asString()).isEqualTo("2.1.0");
        JsonNode tool = document.at("/runs/0/tool/driver");
        assertThat(tool.path("rules")).hasSameSizeAs(ProblemRules.help().keySet());
        JsonNode results = document.at("/runs/0/results");
        assertThat(results).hasSize(3);
        JsonNode first = results.path(0);
        assertThat(first.path("ruleId").asString()).isEqualTo("unknown-key");
        assertThat(tool.path("rules")
                        .path(first.path("ruleIndex").asInt())
                        .path("id")
                        .asString())
                .isEqualTo("unknown-key");
        assertThat(first.path("level").asString()).isEqualTo("error");
        assertThat(first.at("/message/text").asString()).contains("did you mean ‘hooks’");
        assertThat(first.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asString())
                .isEqualTo(".upsun/a%20b.yaml");
        assertThat(first.at("/locations/0/physicalLocation/region/startLine").asInt())
                .isEqualTo(4);
        assertThat(first.at("/locations/0/physicalLocation/region/startColumn").asInt())
                .isEqualTo(5);
        assertThat(results.path(2).path("level").asString()).isEqualTo("warning");
    }

    @Test
    void a_good_configuration_is_a_run_without_results() throws IOException {
        write(".slipway/config.yaml", "applications: { web: { type: nodejs:20 } }\n");
        Run run = Run.in(folder, "validate", "--sarif");

        assertThat(run.code()).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).isEmpty();
        assertThat(run.document().at("/runs/0/results")).isEmpty();
        assertThat(run.document()
                        .at("/runs/0/invocations/0/executionSuccessful")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_file_without_lines_has_no_region() throws IOException {
        Files.createDirectories(folder.resolve(".slipway"));
        Files.write(folder.resolve(".slipway/config.yaml"), new byte[] {(byte) 0xC3, 0x28});
        JsonNode location =
                Run.in(folder, "validate", "--sarif").document().at("/runs/0/results/0/locations/0/physicalLocation");

        assertThat(location.has("artifactLocation")).isTrue();
        assertThat(location.has("region")).isFalse();
    }

    @Test
    void the_documentation_has_every_rule() throws IOException {
        assertThat(Path.of("../../docs/validate.md")).content().contains(rows());
    }

    private static String[] rows() {
        return ProblemRules.help().entrySet().stream()
                .map(rule -> "| `" + rule.getKey() + "` | " + rule.getValue() + " |")
                .toArray(String[]::new);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }
}
