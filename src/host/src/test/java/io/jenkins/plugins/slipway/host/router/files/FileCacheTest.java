package io.jenkins.plugins.slipway.host.router.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the router remembers of paths is bounded in bytes, and clients cannot fill it with paths of their own making. */
class FileCacheTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void release() throws IOException {
        Files.createDirectories(folder.resolve("public"));
        Files.writeString(folder.resolve("public/index.html"), "home");
    }

    @Test
    void paths_that_lead_nowhere_are_not_remembered() {
        FileCache cache = cache(new Location.Fallback.None());

        for (int i = 0; i < 5_000; i++) {
            cache.look("/" + "x".repeat(i) + i);
        }

        assertThat(cache.bytes()).isZero();
        assertThat(cache.look("/index.html")).isInstanceOf(StaticFiles.Found.File.class);
        assertThat(cache.known("/index.html", true)).isInstanceOf(StaticFiles.Found.File.class);
    }

    @Test
    void made_up_paths_of_an_application_displace_no_file_and_stay_within_their_bytes() {
        FileCache cache = cache(new Location.Fallback.Application());
        cache.look("/index.html");

        for (int i = 0; i < 5_000; i++) {
            cache.look("/" + "x".repeat(i % 4_000) + i);
            assertThat(cache.bytes()).isLessThan(FileCache.MOST_PASS_BYTES + 4_096);
        }

        assertThat(cache.known("/index.html", true)).isInstanceOf(StaticFiles.Found.File.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatever_is_put_in_the_bytes_stay_within_their_bound_and_the_newest_is_there(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        WeightedCache<Integer> remembered = new WeightedCache<>(50_000);

        for (int i = 0; i < 10_000; i++) {
            String key = Integer.toString(random.nextInt(500)) + "x".repeat(random.nextInt(random.nextInt(1, 5_000)));
            int weight = random.nextInt(1_000);
            remembered.put(key, i, weight);
            assertThat(remembered.bytes()).isBetween(0L, 50_000L);
            boolean light = 256 + 2L * key.length() + weight <= 50_000 / 16;
            assertThat(!light || Integer.valueOf(i).equals(remembered.get(key))).isTrue();
        }
    }

    private FileCache cache(Location.Fallback fallback) {
        Location location = new Location(
                "/",
                Path.of("public"),
                List.of("index.html"),
                fallback,
                new Location.Policy(true, 0, Map.of()),
                List.of(),
                false,
                Long.MAX_VALUE);
        return new FileCache(new StaticFiles(folder, Map.of(), List.of(location), "1"));
    }
}
