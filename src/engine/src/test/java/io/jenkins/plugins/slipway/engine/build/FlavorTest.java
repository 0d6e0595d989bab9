package io.jenkins.plugins.slipway.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.build.BuildOutcome.BuiltApplication;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The usual first step of a build, which nobody has to write down. */
class FlavorTest {
    @TempDir
    private Path folder;

    private TestProject shop;

    @BeforeEach
    void a_project() throws Exception {
        shop = new TestProject(folder);
    }

    @Test
    void a_nodejs_application_with_a_package_json_gets_its_packages_before_its_hook() throws Exception {
        requireTools("node", "npm");
        nodeProject();
        configure("nodejs:20", "", "node -e 'console.log(require(\\\"greet\\\"))' > said");

        Path artifact = shop.unpack(shop.buildOne().digest());

        assertThat(artifact.resolve("said")).content().isEqualTo("hello\n");
    }

    @Test
    void the_flavor_none_leaves_all_to_the_hook() throws Exception {
        nodeProject();
        configure("nodejs:20", "build: { flavor: none }", "ls > said");

        Path artifact = shop.unpack(shop.buildOne().digest());

        assertThat(artifact.resolve("said")).content().doesNotContain("node_modules");
    }

    @Test
    void other_languages_have_no_first_step() throws Exception {
        nodeProject();
        configure("python:3.11", "", "ls > said");

        Path artifact = shop.unpack(shop.buildOne().digest());

        assertThat(artifact.resolve("said")).content().doesNotContain("node_modules");
    }

    @Test
    void a_php_application_with_a_composer_json_gets_its_packages() throws Exception {
        requireTools("php", "composer");
        shop.write("tools/greet/composer.json", "{\"name\":\"acme/greet\",\"version\":\"1.0.0\",\"bin\":[\"greet\"]}");
        shop.write("tools/greet/greet", "#!/usr/bin/env php\n<?php echo 'hello', ini_get('memory_limit');\n");
        shop.write(
                "composer.json",
                "{\"require\":{\"acme/greet\":\"*\"},\"repositories\":[{\"type\":\"path\",\"url\":\"tools/greet\","
                        + "\"options\":{\"symlink\":false}},{\"packagist.org\":false}]}");
        configure("php:8.2", "variables: { php: { memory_limit: 77M } }", "vendor/bin/greet > said");

        Path artifact = shop.unpack(shop.buildOne().digest());

        assertThat(artifact.resolve("said")).content().isEqualTo("hello77M");
    }

    @Test
    void the_same_is_done_where_there_are_no_sandboxes() throws Exception {
        requireTools("node", "npm");
        shop.with(LocalProcessRunner.withoutSandboxes(Duration.ofSeconds(2)));
        nodeProject();
        configure("nodejs:20", "", "node -e 'console.log(require(\\\"greet\\\"))' > said");

        BuiltApplication built = shop.buildOne();

        assertThat(shop.unpack(built.digest()).resolve("said")).content().isEqualTo("hello\n");
    }

    @Test
    void what_is_downloaded_is_kept_between_builds() throws Exception {
        requireTools("node", "npm");
        nodeProject();
        configure("nodejs:20", "", "echo $npm_config_cache > said");

        Path artifact = shop.unpack(shop.buildOne().digest());

        assertThat(artifact.resolve("said")).content().isEqualTo("/cache/.npm\n");
        assertThat(shop.home().resolve("cache/shop/app/.npm")).isDirectory();
    }

    private void nodeProject() throws IOException {
        shop.write("package.json", "{\"name\":\"shop\",\"dependencies\":{\"greet\":\"file:./greet\"}}");
        shop.write("greet/package.json", "{\"name\":\"greet\",\"version\":\"1.0.0\",\"main\":\"index.js\"}");
        shop.write("greet/index.js", "module.exports = 'hello'\n");
    }

    private void configure(String type, String more, String hook) throws IOException {
        shop.configure("""
                applications:
                  app:
                    type: "%s"
                    %s
                    hooks: { build: "%s" }
                    web: { commands: { start: ./run } }
                """.formatted(type, more, hook));
    }

    private static void requireTools(String... programs) {
        for (String program : programs) {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)), program + " is not installed");
        }
    }
}
