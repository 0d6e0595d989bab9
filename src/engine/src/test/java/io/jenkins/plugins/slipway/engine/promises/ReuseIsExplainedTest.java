package io.jenkins.plugins.slipway.engine.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.build.BuildOutcome.BuiltApplication;
import io.jenkins.plugins.slipway.engine.build.TestProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Promise 2: reuse is explained, and so is every build that did not reuse. */
@Timeout(120)
class ReuseIsExplainedTest {
    private static final String CONFIG = """
            applications:
              api:
                type: java:17
                source: { root: backend }
                variables: { env: { NODE_ENV: production, API_TOKEN: first } }
                hooks: { build: "true" }
                web: { commands: { start: ./run } }
            """;

    @TempDir
    Path folder;

    private TestProject shop;

    @BeforeEach
    void a_project() throws Exception {
        shop = new TestProject(folder)
                .configure(CONFIG)
                .write("backend/src/A.java", "1")
                .write("backend/src/B.java", "1")
                .git("init", "-q")
                .commit();
    }

    @Test
    void the_first_build_says_that_it_is_the_first() throws Exception {
        assertReason("Building, because there is no earlier build of it.");
    }

    @Test
    void a_reused_artifact_is_named_with_its_key_and_time() throws Exception {
        BuiltApplication first = shop.buildOne();

        BuiltApplication second = shop.buildOne();

        assertThat(second.reused()).isTrue();
        assertThat(second.reasons())
                .singleElement()
                .asString()
                .matches("Reused artifact "
                        + first.digest().abbreviated() + ", built [-0-9]{10} [0-9:]{5} UTC from the same inputs \\(key "
                        + first.key().abbreviated() + "\\)\\.");
    }

    @Test
    void the_release_that_an_artifact_was_made_for_is_named_once_it_is_known() throws Exception {
        BuiltApplication first = shop.buildOne();
        shop.build().noteRelease(shop.store(), 41);
        shop.build().noteRelease(shop.store(), 42);

        assertThat(shop.buildOne().reasons())
                .singleElement()
                .asString()
                .startsWith("Reused release 41's artifact " + first.digest().abbreviated() + ", built ");
    }

    @Test
    void a_build_names_the_variables_and_the_files_that_changed() throws Exception {
        shop.buildOne();
        shop.configure(CONFIG.replace("production", "test"))
                .write("backend/src/A.java", "2")
                .write("backend/src/B.java", "2");

        assertReason("Building, because variable env:NODE_ENV changed (production -> test);"
                + " and 2 files in /backend changed: src/A.java, src/B.java.");
    }

    @Test
    void a_change_within_the_second_of_the_commit_is_seen_by_its_content() throws Exception {
        Path source = shop.project().resolve("backend/src/A.java");
        Path index = shop.project().resolve(".git/index");
        FileTime written = FileTime.fromMillis(1_700_000_000_000L);
        Files.setLastModifiedTime(source, written);
        shop.git("config", "core.trustctime", "false").git("update-index", "--refresh");
        Files.setLastModifiedTime(index, written);
        shop.buildOne();
        shop.write("backend/src/A.java", "2");
        Files.setLastModifiedTime(source, written);

        assertReason("Building, because 1 file in /backend changed: src/A.java.");
    }

    @Test
    void the_value_of_a_secret_is_not_shown_and_not_stored() throws Exception {
        shop.buildOne();
        shop.configure(CONFIG.replace("first", "second"));

        assertReason("Building, because variable env:API_TOKEN changed.");
        assertThat(shop.plan().describe()).doesNotContain("second");
        assertThat(shop.store()
                        .latest("shop", "api")
                        .orElseThrow()
                        .draft()
                        .inputs()
                        .toString())
                .doesNotContain("second");
    }

    @Test
    void a_changed_section_and_a_changed_runtime_are_named() throws Exception {
        shop.buildOne();
        shop.configure(CONFIG.replace("build: \"true\"", "build: \"exit 0\"").replace("java:17", "java:21"));

        assertReason("Building, because java changed (17 -> 21); and ‘hooks’ of its configuration section changed.");
    }

    @Test
    void an_environment_of_the_project_is_no_reason_to_build() throws Exception {
        shop.buildOne();
        shop.configure(CONFIG + "environments:\n  staging: { type: staging, variables: { LOG_LEVEL: debug } }\n");

        assertThat(shop.buildOne().reused()).isTrue();
    }

    @Test
    void going_back_to_what_was_built_before_reuses_that() throws Exception {
        BuiltApplication first = shop.buildOne();
        shop.write("backend/src/A.java", "2").buildOne();
        shop.write("backend/src/A.java", "1");

        BuiltApplication third = shop.buildOne();

        assertThat(third.reused()).isTrue();
        assertThat(third.digest()).isEqualTo(first.digest());
    }

    @Test
    void switching_reuse_off_is_the_reason_then() throws Exception {
        shop.buildOne();

        BuiltApplication again =
                shop.build(shop.request().withoutReuse()).applications().get(0);

        assertThat(again.reused()).isFalse();
        assertThat(again.reasons()).isEqualTo(List.of("Building, because reuse is switched off (‘--no-reuse’)."));
    }

    private void assertReason(String reason) throws Exception {
        String planned = shop.plan().applications().get(0).decision().reasons().get(0);
        BuiltApplication built = shop.buildOne();

        assertThat(built.reused()).isFalse();
        assertThat(built.reasons()).containsExactly(reason);
        assertThat(planned).isEqualTo(reason);
    }
}
