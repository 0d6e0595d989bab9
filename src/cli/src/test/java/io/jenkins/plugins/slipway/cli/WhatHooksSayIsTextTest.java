package io.jenkins.plugins.slipway.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhatHooksSayIsTextTest {
    /** A title, the clipboard, an erased screen, an overwritten line, a turned direction, an 8-bit control. */
    private static final String SAYS =
            "printf 'before\\033]0;evil\\007\\033]52;c;ZXZpbA==\\007\\033[2J\\rover\\010\\342\\200\\256after\\233x\\n'";

    @TempDir
    Path folder;

    @Test
    void a_build_hook_cannot_do_anything_to_the_terminal_of_whoever_builds() throws IOException {
        Path home = folder.resolve("home");
        Files.createDirectories(folder.resolve("shop/.slipway"));
        Files.writeString(
                folder.resolve("shop/.slipway/config.yaml"),
                "applications:\n  shop:\n    type: java:17\n    hooks:\n      build: |\n        " + SAYS
                        + "\n        false\n");

        Run run = Run.with(
                Map.of("SLIPWAY_HOME", home.toString(), "PATH", System.getenv("PATH")),
                folder.resolve("shop"),
                "build");

        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains("| before\\u001b]0;evil\\u0007\\u001b]52;c;ZXZpbA==\\u0007\\u001b[2J\n")
                .contains("| over\\u0008\\u202eafter\ufffdx\n");
        assertThat((run.out() + run.err()).codePoints())
                .noneMatch(c -> c != '\n' && Character.isISOControl(c) || c == 0x202e);
        try (Stream<Path> files = Files.walk(home.resolve("journal"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .as("the log keeps every byte")
                    .anyMatch(file -> bytes(file).contains("\u001b]52;c;ZXZpbA==\u0007"));
        }
    }

    private static String bytes(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
