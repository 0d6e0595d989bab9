package io.jenkins.plugins.slipway.host.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jenkins.plugins.slipway.engine.deploy.DeployPorts;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever makes a path of a name, and wherever that comes from: the path stays where it belongs. */
class NamesStayInTheirFolderTest {
    private static final String LONGEST = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private final HostHome home = new HostHome(Path.of("/home/of/slipway"));

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "a\0b", "", ".", "..", "-a", "a b", "/etc", LONGEST + "a"})
    void what_cannot_be_a_name_makes_no_path(String name) {
        Layout layout = new Layout(home, "shop", "production");
        List<Runnable> doors = List.of(
                () -> home.environment(name, "production"),
                () -> home.environment("shop", name),
                () -> home.releases(name, "production"),
                () -> home.releases("shop", name),
                () -> home.entropy(name),
                () -> new Layout(home, name, "production"),
                () -> new Layout(home, "shop", name),
                () -> layout.release(1, name),
                () -> layout.version(1, name),
                () -> layout.mountsOf(name),
                () -> DeployPorts.journalOf(home.root(), name, "production", 1),
                () -> DeployPorts.journalOf(home.root(), "shop", name, 1));

        for (Runnable endpoint : doors) {
            assertThatIllegalArgumentException()
                    .isThrownBy(endpoint::run)
                    .withMessageContaining("cannot be the name of a")
                    .withMessageNotContaining("\0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "a\0b", "", ".", "..", "/etc"})
    void the_name_of_a_process_or_service_leads_nowhere_else_either(String name) {
        Layout layout = new Layout(home, "shop", "production");

        assertThatIllegalArgumentException().isThrownBy(() -> layout.log(name));
        assertThatIllegalArgumentException().isThrownBy(() -> layout.storage(name));
    }

    @Test
    void the_longest_names_are_names() {
        Layout layout = new Layout(home, LONGEST, LONGEST);

        assertThat(layout.root()).isEqualTo(home.environments().resolve(LONGEST).resolve(LONGEST));
        assertThat(layout.log(LONGEST + "." + LONGEST).getParent())
                .isEqualTo(layout.root().resolve("logs"));
        assertThat(layout.release(7, LONGEST).getParent()).isEqualTo(layout.releases());
    }
}
