package io.jenkins.plugins.slipway.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.config.schema.Schemas;
import io.jenkins.plugins.slipway.engine.config.target.TargetFormats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
final class TargetSectionsTest {
    @TempDir
    Path folder;

    private ProjectConfig read(String environments) throws Exception {
        Files.createDirectories(folder.resolve(".slipway"));
        Files.writeString(folder.resolve(".slipway/config.yaml"), """
                project: shop
                applications:
                  api: { type: "java:17", source: { root: api } }
                  web: { type: "java:17", source: { root: web } }
                environments:
                """ + environments.indent(2));
        return ConfigReader.read(folder, null);
    }

    private void refused(String environments, String... said) {
        assertThatThrownBy(() -> read(environments))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContainingAll(said);
    }

    @Test
    void without_a_word_everything_lives_on_this_machine() throws Exception {
        ProjectConfig config = read("""
                one: { type: staging }
                two: { type: staging, target: local }
                """);
        assertThat(config.placement("one").isLocal()).isTrue();
        assertThat(config.placement("two").isLocal()).isTrue();
        assertThat(config.placement("undeclared").isLocal()).isTrue();
    }

    @Test
    void an_application_may_live_elsewhere_than_the_others() throws Exception {
        Placement placement = read("""
                        one: { type: staging, target: { shelf: { name: a } }, targets: { web: { shelf: { name: b } } } }
                        """).placement("one");
        assertThat(placement.of("api").section().path("name").asString()).isEqualTo("a");
        assertThat(placement.of("web").section().path("name").asString()).isEqualTo("b");
        assertThat(placement.isLocal()).isFalse();
    }

    @Test
    void a_kind_that_is_not_installed_is_named_with_the_nearest_and_all_there_are() {
        refused(
                "one: { target: { shelff: { name: a } } }",
                "config.yaml:6:",
                "/environments/one/target/shelff",
                "there is no target ‘shelff’",
                "did you mean ‘shelf’?",
                "there are local, shelf");
        refused("one: { target: loca }", "there is no target ‘loca’", "did you mean ‘local’?");
        refused("one: { targets: { web: { heroku: { app: a } } } }", "there is no target ‘heroku’", "local, shelf");
    }

    @Test
    void a_kind_that_has_a_section_does_not_stand_alone() {
        refused("one: { target: shelf }", "‘shelf’ needs a section", "--explain shelf");
        refused("one: { target: { local: {} } }", "‘local’ has no section", "write ‘local’ alone");
        refused("one: { target: {} }", "/environments/one/target", "this is empty");
        refused(
                "one: { target: { shelf: { name: a }, local: {} } }",
                "/environments/one/target",
                "keep one kind of place");
        refused("one: { target: 7 }", "/environments/one/target", "text or a mapping");
        refused("one: { target: }", "/environments/one/target");
    }

    @Test
    void the_section_is_checked_by_the_schema_that_comes_with_the_kind() {
        refused("one: { target: { shelf: { height: 1 } } }", "/environments/one/target/shelf", "‘name’ is missing");
        refused(
                "one: { target: { shelf: { nam: a, name: a } } }",
                "/environments/one/target/shelf/nam",
                "did you mean ‘name’?");
        refused("one: { target: { shelf: { name: a, height: -1 } } }", "/environments/one/target/shelf/height");
        refused(
                "one: { targets: { web: { shelf: { name: [a] } } } }",
                "/environments/one/targets/web/shelf/name",
                "text is expected");
    }

    @Test
    void a_place_of_an_application_that_is_not_there_is_refused() {
        refused(
                "one: { targets: { wep: { shelf: { name: a } } } }",
                "/environments/one/targets/wep",
                "the application ‘wep’ is not declared",
                "did you mean ‘web’?");
        refused("one: { targets: {} }", "/environments/one/targets", "this is empty");
    }

    @Test
    void no_two_environments_lead_to_the_same_remote_place() throws Exception {
        refused("""
                one: { target: { shelf: { name: Left } } }
                two: { target: { shelf: { name: left, height: 2 } } }
                """, "/environments/two/target", "same place as environment ‘one’", "config.yaml:6");
        refused("""
                one: { targets: { api: { shelf: { name: left } } } }
                two: { targets: { web: { shelf: { name: LEFT } } } }
                """, "/environments/two/targets/web", "same place");
        assertThat(read("""
                        one: { target: local }
                        two: { target: local }
                        """).environments()).hasSize(2);
    }

    @Test
    void two_applications_share_a_place_only_if_they_say_the_same_of_it() throws Exception {
        assertThat(read("one: { targets: { api: { shelf: { name: a } }, web: { shelf: { name: a } } } }")
                        .placement("one")
                        .of("api"))
                .isEqualTo(read("one: { target: { shelf: { name: a } } }")
                        .placement("one")
                        .of("web"));
        refused(
                "one: { targets: { api: { shelf: { name: a } }, web: { shelf: { name: a, height: 1 } } } }",
                "/environments/one/targets/web",
                "another target of this environment");
    }

    @Test
    void the_explanation_tells_of_targets() {
        assertThat(Schemas.explain("targets")).contains("by application").contains("environments.NAME.targets");
        assertThat(Schemas.explain("environments.production.target")).contains("local");
        assertThatThrownBy(() -> Schemas.explain("targetz")).isInstanceOf(BadInputException.class);
        assertThat(TargetFormats.installed().keySet()).isEqualTo(Set.of("shelf"));
    }
}
