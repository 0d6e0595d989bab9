package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingCacheTest {
    @TempDir
    private Path folder;

    private Path project;
    private Path cache;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectory(folder.resolve("project"));
        cache = Files.createDirectory(folder.resolve("home")).resolve("cache");
        write(".upsun/config.yaml", """
                applications:
                  app:
                    type: nodejs:20
                    timezone: UTC
                    resources: { base_memory: 5000000000, memory_ratio: 64 }
                    variables: { env: { A: 1.5, B: true, C: null, D: [x], BIG: 123456789012345678901234567890 } }
                    hooks: { build: !include { type: string, path: build.sh }, deploy: !include { type: string, path: none } }
                """);
        write("build.sh", "make\n");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(project.resolve(file).getParent());
        Files.writeString(project.resolve(file), text);
    }

    private ProjectConfig read() {
        return ConfigReader.read(project, null, cache);
    }

    @Test
    void a_kept_reading_equals_a_fresh_one() {
        ProjectConfig fresh = ConfigReader.read(project, null);
        assertThat(fresh.warnings()).isNotEmpty();

        assertThat(read()).isEqualTo(fresh);
        assertThat(cache).isNotEmptyDirectory();
        assertThat(read()).isEqualTo(fresh);
    }

    @Test
    void what_is_kept_is_what_is_used() throws IOException {
        read();
        Path kept = kept();
        String bytes = Files.readString(kept, java.nio.charset.StandardCharsets.ISO_8859_1);
        Files.writeString(kept, bytes.replace("make", "fake"), java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThat(read().applications().get("app").hooks().build()).isEqualTo("fake\n");
    }

    @Test
    void a_change_anywhere_is_seen() throws IOException {
        read();
        write("build.sh", "make all\n");
        assertThat(read().applications().get("app").hooks().build()).isEqualTo("make all\n");

        write("none", "now it is there\n");
        assertThat(read().applications().get("app").hooks().deploy()).isEqualTo("now it is there\n");

        write(".upsun/more.yaml", "services: { db: { type: 'redis:7' } }\n");
        assertThat(read().services()).containsKey("db");

        write(".slipway/config.yaml", "environments: { staging: { type: staging } }\n");
        assertThat(read().environments()).containsKey("staging");

        write(".upsun/more.yaml", "services: 5\n");
        assertThatThrownBy(this::read).isInstanceOf(InvalidConfigException.class);
    }

    @Test
    void a_damaged_file_only_costs_time() throws IOException {
        ProjectConfig fresh = read();
        byte[] bytes = Files.readAllBytes(kept());
        for (int length : new int[] {0, 1, 20, bytes.length / 2, bytes.length - 1}) {
            Files.write(kept(), java.util.Arrays.copyOf(bytes, length));
            assertThat(read()).isEqualTo(fresh);
        }
    }

    @Test
    void a_folder_that_cannot_be_made_only_costs_time() throws IOException {
        Files.writeString(cache, "in the way");
        assertThat(read().applications()).containsKey("app");
    }

    @Test
    void a_look_does_not_found_a_home() throws IOException {
        Files.delete(cache.getParent());
        read();
        assertThat(cache.getParent()).doesNotExist();
    }

    private Path kept() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.findFirst().orElseThrow();
        }
    }
}
