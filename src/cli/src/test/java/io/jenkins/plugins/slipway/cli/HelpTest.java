package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
    /** {@code -Dslipway.golden=write} writes the golden files anew. */
    private static final boolean WRITE = "write".equals(System.getProperty("slipway.golden"));

    private static final Path GOLDEN = Path.of("src/test/resources/help");

    @TempDir
    Path folder;

    static Stream<String> verbs() {
        return Stream.concat(
                Verbs.names().stream(),
                Stream.of(
                        "host start",
                        "host run",
                        "host names",
                        "host stop",
                        "host upgrade",
                        "host status",
                        "host certificate",
                        "host metrics"));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void each_verb_explains_itself_with_an_example(String verb) throws IOException {
        Run run = Run.in(folder, (verb + " --help").split(" "));
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Example: slipway " + verb.split(" ")[0]);
        assertGolden(verb.replace(' ', '-'), run.out());
    }

    @Test
    void without_a_verb_all_verbs_are_explained() throws IOException {
        Run run = Run.in(folder, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains(Verbs.names());
        assertGolden("slipway", run.out());
    }

    @Test
    void the_version_is_that_of_the_build() {
        assertThat(Run.in(folder, "--version").out()).matches("slipway \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    }

    private static void assertGolden(String name, String text) throws IOException {
        Path file = GOLDEN.resolve(name + ".txt");
        if (WRITE) {
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
