package io.jenkins.plugins.slipway.engine.build.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaReleaseTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"java", "javac"})
    void what_is_written_down_is_what_the_program_says(String name) throws Exception {
        Path program = Path.of(System.getProperty("java.home"), "bin", name);
        Tool tool = Tool.ofType("java").stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(Tool.ofType("java").get(0));
        Process process = new ProcessBuilder(program.resolveSibling("java").toString(), "-version")
                .redirectErrorStream(true)
                .start();
        Matcher said =
                tool.version().matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertThat(said.find()).isTrue();
        assertThat(JavaRelease.version(program)).contains(said.group(1));
    }

    @Test
    void a_link_leads_to_the_installation() throws IOException {
        Path link = Files.createSymbolicLink(
                folder.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
        assertThat(JavaRelease.version(link)).isPresent();
    }

    @ValueSource(strings = {"JAVA_VERSION=\"\"\n", "JAVA_VERSION=\"x\"\n", "IMPLEMENTOR=\"a\"\n", ""})
    @ParameterizedTest
    void what_says_nothing_is_asked(String release) throws IOException {
        Path program = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(program, "");
        assertThat(JavaRelease.version(program)).as("no file").isEmpty();
        Files.writeString(folder.resolve("jdk/release"), release);
        assertThat(JavaRelease.version(program)).isEmpty();
    }

    @Test
    void another_program_of_that_folder_is_none() throws IOException {
        Path program = Files.createDirectories(folder.resolve("jdk/bin")).resolve("mvn");
        Files.writeString(program, "");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        assertThat(JavaRelease.version(program)).isEmpty();
    }
}
