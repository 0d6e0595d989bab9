package io.jenkins.plugins.slipway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovalTest {
    @TempDir
    Path folder;

    @Test
    void folders_that_may_not_be_written_to_are_removed_too() throws Exception {
        Path inner = Files.createDirectories(folder.resolve("it’s here/inner"));
        Files.writeString(inner.resolve("file"), "x");
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("r-x------"));

        assertThat(Removal.of(folder.resolve("it’s here"))).isTrue();
        assertThat(folder.resolve("it’s here")).doesNotExist();
        assertThat(Removal.of(folder.resolve("it’s here"))).isTrue();
    }

    @Test
    void what_cannot_be_removed_ends_nothing() throws Exception {
        assertThat(Removal.of(Path.of("/proc/self/fd"))).isFalse();
    }

    @Test
    void freezing_is_measured_to_its_end_also_after_a_run_that_was_cut_off() throws Exception {
        Path work = Files.createDirectories(folder.resolve("work"));
        Files.createDirectories(work.resolve("out-1/left"));

        BuildMeasurements.main(new String[] {folder.toString(), "freeze", "2000", "1"});

        assertThat(work.toFile().list()).containsExactlyInAnyOrder("a.tar.zst", "out-1");
    }
}
