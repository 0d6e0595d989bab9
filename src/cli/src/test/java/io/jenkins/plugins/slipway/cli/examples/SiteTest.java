package io.jenkins.plugins.slipway.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.cli.Run;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class SiteTest {
    @TempDir
    Path temporary;

    @Test
    void a_site_is_published_to_branches_seen_when_changed_by_hand_and_taken_back() throws Exception {
        Path sites = Files.createDirectory(temporary.resolve("sites"));
        git(sites, "init", "--bare", "--quiet", "staging.git");
        git(sites, "init", "--bare", "--quiet", "production.git");
        try (Example site = Example.copy("site", temporary)) {
            site.replace(".slipway/config.yaml", "/tmp/slipway-site/", sites + "/");
            site.done("build");
            site.done("deploy", "staging");
            assertThat(git(sites, "--git-dir=staging.git", "show", "gh-pages:settings.js"))
                    .contains("Hello from staging");
            site.done("deploy", "production");
            assertThat(git(sites, "--git-dir=production.git", "show", "gh-pages:index.html"))
                    .contains("First edition");

            String head = git(sites, "--git-dir=production.git", "rev-parse", "gh-pages");
            site.done("deploy", "production");
            assertThat(git(sites, "--git-dir=production.git", "rev-parse", "gh-pages"))
                    .isEqualTo(head);
            JsonNode production = site.done("status").at("/environments/1");
            assertThat(production.path("release").asInt()).isEqualTo(1);
            assertThat(production.path("deployment").asInt()).isEqualTo(2);
            assertThat(production.path("drift").isEmpty()).isTrue();

            site.replace("pages/index.html", "First edition", "Second edition");
            site.done("build");
            site.done("deploy", "staging");
            site.done("deploy", "production");
            changeByHand(sites);
            assertThat(site.done("status").at("/environments/1/drift/0").asString())
                    .contains("Mend a typo");
            Run refused = site.slipway("deploy", "production");
            assertThat(refused.code()).isEqualTo(3);
            assertThat(refused.document().at("/error/message").asString()).contains("--over-drift");

            site.done("rollback", "production");
            assertThat(git(sites, "--git-dir=production.git", "show", "gh-pages:index.html"))
                    .contains("First edition");
        }
    }

    private void changeByHand(Path sites) throws Exception {
        Path clone = Files.createDirectory(temporary.resolve("clone"));
        git(
                clone,
                "clone",
                "--quiet",
                "--branch",
                "gh-pages",
                sites.resolve("production.git").toString(),
                ".");
        Files.writeString(clone.resolve("index.html"), "by hand");
        git(clone, "-c", "user.name=Bob", "-c", "user.email=b@example.com", "commit", "--quiet", "-am", "Mend a typo");
        git(clone, "push", "--quiet", "origin", "gh-pages");
    }

    private static String git(Path directory, String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("git %s: %s", argv, output).isZero();
        return output.strip();
    }
}
