package io.jenkins.plugins.slipway.host.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRotationTest {
    @TempDir
    private Path folder;

    @Test
    void a_log_that_is_too_long_is_put_aside_while_its_writer_goes_on_and_the_oldest_part_goes() throws Exception {
        LogRotation rotation = new LogRotation(10, 2);
        Path log = folder.resolve("app.log");
        try (OutputStream writer = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String text : new String[] {"first first", "second second", "third third"}) {
                writer.write(text.getBytes(StandardCharsets.UTF_8));
                rotation.rotate(folder);
            }
            writer.write('x');
            rotation.rotate(folder);
        }

        assertThat(log).content().isEqualTo("x");
        assertThat(folder.resolve("app.log.1")).content().isEqualTo("third third");
        assertThat(folder.resolve("app.log.2")).content().isEqualTo("second second");
        assertThat(folder.resolve("app.log.3")).doesNotExist();
    }

    @Test
    void a_folder_that_is_not_there_has_no_logs() throws Exception {
        new LogRotation(10, 2).rotate(folder.resolve("none"));
        assertThat(folder).isEmptyDirectory();
    }
}
