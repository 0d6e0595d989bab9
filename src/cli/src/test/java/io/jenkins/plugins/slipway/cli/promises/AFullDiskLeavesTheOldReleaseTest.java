package io.jenkins.plugins.slipway.cli.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The disk that holds everything is full, before or in the middle. Needs namespaces to mount a small disk; skipped without. */
final class AFullDiskLeavesTheOldReleaseTest {
    @TempDir
    private Path folder;

    static Stream<String> points() {
        return "long".equals(System.getProperty("slipway.promises"))
                ? Stream.of(
                        "before",
                        "backup ended",
                        "prepare ended",
                        "hold ended",
                        "unmount ended",
                        "health ended",
                        "deploy ended")
                : Stream.of("before", "unmount ended");
    }

    @ParameterizedTest
    @MethodSource("points")
    void it_serves_on_and_a_deployment_goes_through_when_there_is_room_again(String when) throws Exception {
        assumeThat(runsWell(List.of("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs " + folder)))
                .as("may mount a disk")
                .isTrue();
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o size=48m tmpfs \"$0\" && exec \"$@\"",
                folder.toString()));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                FullDisk.class.getName(),
                folder.toString(),
                when));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines().toList())
                .as(said)
                .anyMatch(line -> line.startsWith("failure: ") && !line.contains("none, "))
                .anyMatch(line -> line.startsWith("meanwhile: 1 "))
                .anyMatch(line -> line.startsWith("with another daemon: 1 1 "))
                .anyMatch(line -> line.startsWith("afterwards: 1 "))
                .anyMatch(line -> line.startsWith("closed: ") && line.endsWith("running: 0"))
                .anyMatch(line -> line.startsWith("again: LIVE 2 "));
    }

    private static boolean runsWell(List<String> command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
