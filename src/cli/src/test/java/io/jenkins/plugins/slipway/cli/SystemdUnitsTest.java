package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Systemd itself finds nothing wrong with the units that the documentation offers. */
class SystemdUnitsTest {
    private static final Path VERIFIER = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"slipway.service,/opt/slipway/slipway", "slipway-user.service,%h/slipway/slipway"})
    void a_unit_has_no_word_that_systemd_does_not_know(String unit, String program) throws Exception {
        assumeTrue(Files.isExecutable(VERIFIER), "not run: there is no systemd-analyze here");
        String text = Files.readString(Path.of("../../docs/systemd", unit));
        assertThat(text).contains("ExecStart=" + program + " host run");
        Path there = Files.writeString(folder.resolve(unit), text.replace(program, "/bin/true"));

        assertThat(said(there)).isEmpty();

        Files.writeString(there, text.replace(program, "/bin/true").replace("KillMode=process", "KillMode=proces"));
        assertThat(said(there)).as("it would have been found").containsIgnoringCase("kill mode");
    }

    private static String said(Path unit) throws Exception {
        Process process = new ProcessBuilder(List.of(VERIFIER.toString(), "verify", "--man=no", unit.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        // Of other units of the machine it may say more.
        return String.join(
                "\n",
                said.lines()
                        .filter(line -> line.contains(unit.getFileName().toString()))
                        .toList());
    }
}
