package io.jenkins.plugins.slipway.host.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WatcherTest {
    @TempDir
    private Path folder;

    private HostHome home;
    private Path starts;
    private Watcher watcher;
    private final Cancellation end = new Cancellation();

    /** A host whose daemon notes when it was started, and ends. */
    @BeforeEach
    void a_daemon_that_cannot_run() throws IOException {
        home = new HostHome(folder.resolve("home"));
        PrivateFiles.createDirectories(home.directory());
        PrivateFiles.touch(home.wanted());
        starts = folder.resolve("starts");
        watcher = new Watcher(
                home,
                new Starter(
                        home,
                        List.of("/bin/sh", "-c", "date +%s%N >>'" + starts + "'; exit 1", "daemon"),
                        Map.of("PATH", "/usr/bin:/bin")));
    }

    private CompletableFuture<Watcher.End> watch() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return watcher.watch(end);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private List<Long> starts() throws IOException {
        return Files.exists(starts)
                ? Files.readAllLines(starts).stream().map(Long::valueOf).toList()
                : List.of();
    }

    @Test
    void a_daemon_that_ends_again_and_again_is_started_with_longer_and_longer_pauses() throws Exception {
        CompletableFuture<Watcher.End> watches = watch();
        await().atMost(Duration.ofSeconds(90)).until(() -> starts().size() >= 6);
        end.cancel();

        assertThat(watches.get(30, TimeUnit.SECONDS)).isEqualTo(Watcher.End.CANCELLED);
        List<Long> times = starts();
        long least = TimeUnit.MILLISECONDS.toNanos(200);
        for (int i = 2; i < 6; i++) {
            assertThat(times.get(i) - times.get(i - 1)).as("before start " + i).isGreaterThan(least);
            least *= 2;
        }
    }

    @Test
    void what_is_stopped_meanwhile_is_not_started_any_more() throws Exception {
        CompletableFuture<Watcher.End> watches = watch();
        await().atMost(Duration.ofSeconds(90)).until(() -> starts().size() >= 3);
        Files.delete(home.wanted());

        assertThat(watches.get(30, TimeUnit.SECONDS)).isEqualTo(Watcher.End.STOPPED);
        int before = starts().size();
        assertThat(watch().get(30, TimeUnit.SECONDS)).isEqualTo(Watcher.End.STOPPED);
        assertThat(starts()).hasSize(before);
    }
}
