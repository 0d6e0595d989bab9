package io.jenkins.plugins.slipway.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.artifact.Manifest.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReasonsTest {
    @Test
    void a_variable_is_named_with_both_values() {
        assertThat(changes(Map.of("variable/env:NODE_ENV", "production"), Map.of("variable/env:NODE_ENV", "test")))
                .containsExactly("variable env:NODE_ENV changed (production -> test)");
        assertThat(changes(Map.of(), Map.of("variable/env:A", "1"))).containsExactly("variable env:A was added (1)");
        assertThat(changes(Map.of("variable/env:A", "1"), Map.of())).containsExactly("variable env:A was removed");
    }

    @Test
    void the_value_of_a_variable_that_looks_secret_is_never_shown() {
        for (String name : List.of("DB_PASSWORD", "client_secret", "apiToken", "SIGNING_KEY")) {
            assertThat(changes(
                            Map.of("variable/env:" + name, "sha256:aa"), Map.of("variable/env:" + name, "sha256:bb")))
                    .containsExactly("variable env:" + name + " changed");
            assertThat(changes(Map.of(), Map.of("variable/env:" + name, "sha256:bb")))
                    .containsExactly("variable env:" + name + " was added");
        }
    }

    @Test
    void parts_of_the_section_tools_and_submodules_are_named() {
        assertThat(changes(
                        Map.of(
                                "section/web",
                                "1",
                                "section/hooks",
                                "1",
                                "tool/java",
                                "17",
                                "source/submodule/lib",
                                "a"),
                        Map.of(
                                "section/web",
                                "2",
                                "section/hooks",
                                "2",
                                "tool/java",
                                "21",
                                "source/submodule/lib",
                                "b")))
                .containsExactly(
                        "submodule lib changed",
                        "java changed (17 -> 21)",
                        "‘hooks’, ‘web’ of its configuration section changed",
                        "its files in /backend changed");
    }

    @Test
    void the_first_files_are_named_and_all_are_counted() {
        List<SourceFile> before = List.of(file("a", "1"), file("b", "1"), file("gone", "1"), file("same", "1"));
        List<SourceFile> now = List.of(
                file("a", "2"), file("b", "2"), file("c", "1"), file("d", "1"), file("e", "1"), file("same", "1"));

        assertThat(Changes.between(tree("1"), tree("2"), before, now, ""))
                .containsExactly("6 files changed: a, b, c, d, e, …");
        assertThat(Changes.between(tree("1"), tree("2"), before, before.subList(0, 3), "src"))
                .containsExactly("1 file in /src changed: same");
    }

    private static List<String> changes(Map<String, String> before, Map<String, String> now) {
        return Changes.between(new TreeMap<>(before), new TreeMap<>(now), List.of(), List.of(), "backend");
    }

    private static SortedMap<String, String> tree(String id) {
        return new TreeMap<>(Map.of("source/tree", id));
    }

    private static SourceFile file(String path, String id) {
        return new SourceFile(path, id);
    }
}
