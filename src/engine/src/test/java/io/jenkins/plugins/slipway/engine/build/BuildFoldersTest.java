package io.jenkins.plugins.slipway.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jenkins.plugins.slipway.engine.Names;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A build keeps what it writes in folders of its own. */
class BuildFoldersTest {
    private static final Path HOME = Path.of("/home/of/slipway");
    private static final String LONGEST = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "a\0b", "", ".", "..", "/etc", LONGEST + "a"})
    void a_cache_is_for_a_project_and_an_application_that_can_be_called_so(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Names.folder(HOME, name, "app"));
        assertThatIllegalArgumentException().isThrownBy(() -> Names.folder(HOME, "shop", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "a\0b", "", ".", "..", "/etc"})
    void nothing_of_a_build_lies_outside_its_folder(String name) throws Exception {
        try (Workspace workspace = Workspace.of(HOME, Instant.EPOCH)) {
            assertThatIllegalArgumentException().isThrownBy(() -> workspace.resolve(name));
        }
    }

    @Test
    void the_longest_names_are_names() throws Exception {
        assertThat(Names.folder(HOME, LONGEST, LONGEST))
                .isEqualTo(HOME.resolve(LONGEST).resolve(LONGEST));
        try (Workspace workspace = Workspace.of(HOME, Instant.EPOCH)) {
            assertThat(workspace.resolve(LONGEST + ".tmp").getParent())
                    .isEqualTo(HOME.resolve("builds").resolve(workspace.id()));
        }
    }
}
