package io.jenkins.plugins.slipway.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.build.BuildOutcome.BuiltApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BuilderTest {
    private static final String TWO = """
            applications:
              api:
                type: java:17
                source: { root: backend }
                variables: { env: { MODE: production, API_TOKEN: one } }
                hooks:
                  build: |
                    echo "building $PLATFORM_APPLICATION_NAME in $MODE"
                    cat src > result
                web: { commands: { start: ./run } }
              web:
                type: java:17
                source: { root: frontend }
                web: { commands: { start: ./run } }
            """;

    @TempDir
    Path folder;

    private TestProject shop;

    @BeforeEach
    void a_project_of_two_applications() throws Exception {
        shop = new TestProject(folder)
                .configure(TWO)
                .write("backend/src", "one")
                .write("frontend/index.html", "<p>")
                .git("init", "-q")
                .commit();
    }

    @Test
    void the_hook_s_result_is_frozen_and_the_checkout_stays_as_it_is() throws Exception {
        BuildOutcome outcome = shop.build();

        assertThat(outcome.applications()).extracting(BuiltApplication::name).containsExactly("api", "web");
        assertThat(outcome.commit()).hasSize(40);
        Path api = shop.unpack(outcome.applications().get(0).digest());
        assertThat(api.resolve("result")).hasContent("one");
        assertThat(shop.project().resolve("backend")).isDirectoryNotContaining("glob:**result");
        assertThat(shop.unpack(outcome.applications().get(1).digest()).resolve("index.html"))
                .hasContent("<p>");
        assertThat(shop.home().resolve("builds")).isDirectoryNotContaining(Files::isRegularFile);
    }

    @Test
    void nothing_changed_means_nothing_is_built_and_nothing_is_left() throws Exception {
        BuildOutcome first = shop.build();

        BuildOutcome second = shop.build();

        assertThat(second.applications()).allMatch(BuiltApplication::reused);
        assertThat(second.applications())
                .extracting(BuiltApplication::digest)
                .isEqualTo(first.applications().stream()
                        .map(BuiltApplication::digest)
                        .toList());
        try (var journals = Files.list(shop.home().resolve("journal/shop/build"))) {
            assertThat(journals).hasSize(1);
        }
    }

    @Test
    void only_what_changed_is_built() throws Exception {
        shop.build();
        shop.write("backend/src", "two");

        List<BuiltApplication> built = shop.build().applications();

        assertThat(built).extracting(BuiltApplication::reused).containsExactly(false, true);
        assertThat(built.get(0).reasons()).containsExactly("Building, because 1 file in /backend changed: src.");
        assertThat(shop.unpack(built.get(0).digest()).resolve("result")).hasContent("two");
    }

    @Test
    void a_failing_hook_says_where_its_output_is_and_leaves_nothing() throws Exception {
        shop.configure(TWO.replace("cat src > result", "echo half > result; echo why; exit 3"));

        assertThatThrownBy(shop::build)
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageMatching(
                        "(?s)api: the build hook exited with code 3\\. Nothing was published\\. Its output is in .*api\\.hook\\.log");
        assertThat(shop.plan().applications().get(0).decision()).isInstanceOf(BuildPlan.Decision.Build.class);
        assertThat(shop.plan().applications().get(1).decision()).isInstanceOf(BuildPlan.Decision.Reuse.class);
        try (var logs = Files.find(shop.home().resolve("journal"), 9, (path, a) -> path.endsWith("api.hook.log"))) {
            assertThat(logs.findFirst().orElseThrow()).hasContent("building api in production\nwhy\n");
        }
    }

    @Test
    void an_unknown_application_is_named_with_those_that_there_are() {
        assertThatThrownBy(() -> shop.build(shop.request().only(List.of("shop"))))
                .isInstanceOf(BadInputException.class)
                .hasMessage("Project shop has no application ‘shop’; it has: api, web");
    }

    @Test
    void a_root_that_is_missing_or_leads_out_of_the_project_is_refused() throws Exception {
        shop.configure(TWO.replace("root: frontend", "root: nowhere"));
        assertThatThrownBy(shop::build)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("applications/web/source/root: ‘nowhere’ is not a folder of the project");
        assertThat(shop.plan().describe())
                .contains("Its source root ‘nowhere’ is not a folder of the project; a build is refused");

        Files.createSymbolicLink(shop.project().resolve("nowhere"), Path.of("/etc"));
        assertThatThrownBy(shop::build)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("‘nowhere’ leads out of the project through a link");
    }

    @Test
    void a_plan_is_the_same_value_until_something_changes_and_has_no_effect() throws Exception {
        BuildPlan plan = shop.plan();

        assertThat(shop.plan()).isEqualTo(plan);
        assertThat(shop.home().resolve("builds")).doesNotExist();
        assertThat(plan.describe()).contains("api: key ", "Building, because there is no earlier build of it.");
        shop.write("backend/src", "two");
        assertThat(shop.plan()).isNotEqualTo(plan);
    }
}
