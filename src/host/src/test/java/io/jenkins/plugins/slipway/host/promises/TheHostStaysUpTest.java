package io.jenkins.plugins.slipway.host.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.ADaemonOfItsOwn;
import io.jenkins.plugins.slipway.host.HostMain;
import io.jenkins.plugins.slipway.host.HostRouterMain;
import io.jenkins.plugins.slipway.host.HostWatcherMain;
import io.jenkins.plugins.slipway.host.control.StatusReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Daemon, router and watcher: whichever two are killed, the third brings them back, without anybody typing a command. */
class TheHostStaysUpTest extends ADaemonOfItsOwn {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @BeforeEach
    void one_release_serves() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));
        await().atMost(PATIENCE).until(() -> processes(HostWatcherMain.class).size() == 1);
    }

    @AfterEach
    @Override
    protected void stopDaemon() throws Exception {
        super.stopDaemon();
        await().atMost(PATIENCE).until(() -> processes(HostWatcherMain.class).isEmpty());
    }

    @Test
    void whoever_is_killed_comes_back_by_itself_and_the_application_does_not_notice() throws Exception {
        String application = client.get("/born").body();
        for (List<Class<?>> some : List.of(
                List.of(HostMain.class, HostRouterMain.class),
                List.of(HostMain.class, HostWatcherMain.class),
                List.of(HostRouterMain.class, HostWatcherMain.class),
                List.<Class<?>>of(HostWatcherMain.class),
                List.of(HostMain.class, HostRouterMain.class))) {
            List<Long> killed = new ArrayList<>();
            some.forEach(main -> processes(main).forEach(process -> killed.add(process.pid())));
            assertThat(killed).hasSameSizeAs(some);
            killTogether(killed);

            for (Class<?> main : some) {
                await("another " + main.getSimpleName())
                        .atMost(PATIENCE)
                        .until(() -> processes(main).size() == 1
                                && !killed.contains(processes(main).get(0).pid()));
            }
            await().atMost(PATIENCE).until(() -> client.get("/").body().equals("one"));
        }

        assertThat(client.get("/born").body()).as("the application is the same").isEqualTo(application);
        for (Class<?> main : List.of(HostMain.class, HostRouterMain.class, HostWatcherMain.class)) {
            assertThat(processes(main)).as(main.getSimpleName()).hasSize(1);
        }
    }

    @Test
    void when_all_three_are_killed_the_next_command_starts_them_even_one_that_only_looks() throws Exception {
        killTogether(all().stream().map(ProcessHandle::pid).toList());
        assertThat(client.get("/").status()).isZero();

        assertThat(control.status()).isPresent();

        await().atMost(PATIENCE).until(() -> client.get("/").body().equals("one"));
    }

    @Test
    void what_was_stopped_on_purpose_stays_stopped() throws Exception {
        control.stop(true);

        await().atMost(PATIENCE).until(() -> all().isEmpty());
        assertThat(control.status()).isEmpty();
        assertThat(all()).isEmpty();
    }

    @Test
    void to_stop_after_all_were_killed_means_that_nothing_is_started_again() throws Exception {
        killTogether(all().stream().map(ProcessHandle::pid).toList());

        assertThat(control.stop(true)).isTrue();

        assertThat(control.status()).isEmpty();
        assertThat(all()).isEmpty();
        control.start(null, null);
    }

    @Test
    void an_upgrade_replaces_the_watcher_too() throws Exception {
        long before = processes(HostWatcherMain.class).get(0).pid();

        control.upgrade(Cancellation.never());

        await().atMost(PATIENCE)
                .until(() -> processes(HostWatcherMain.class).stream().anyMatch(process -> process.pid() != before)
                        && processes(HostWatcherMain.class).size() == 1);
        await().atMost(PATIENCE).until(() -> processes(HostRouterMain.class).size() == 1);
        killTogether(List.of(
                processes(HostMain.class).get(0).pid(),
                processes(HostRouterMain.class).get(0).pid()));
        await().atMost(PATIENCE).until(() -> client.get("/").body().equals("one"));
    }

    @Test
    void two_watchers_never_make_two_daemons() throws Exception {
        Cancellation end = new Cancellation();
        CompletableFuture<StatusReport> watches = new CompletableFuture<>();
        CompletableFuture<Boolean> foreground = CompletableFuture.supplyAsync(() -> run(watches, end));
        watches.get(60, TimeUnit.SECONDS);
        for (int round = 0; round < 3; round++) {
            killTogether(List.of(
                    processes(HostMain.class).get(0).pid(),
                    processes(HostRouterMain.class).get(0).pid()));
            await().atMost(PATIENCE)
                    .until(() -> processes(HostMain.class).size() == 1
                            && processes(HostRouterMain.class).size() == 1
                            && client.get("/").body().equals("one"));
        }
        end.cancel();

        assertThat(foreground.get(60, TimeUnit.SECONDS))
                .as("it stopped the host")
                .isTrue();
        await().atMost(PATIENCE).until(() -> all().isEmpty());
    }

    private boolean run(CompletableFuture<StatusReport> started, Cancellation end) {
        try {
            return control.run(null, null, started::complete, end);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<ProcessHandle> all() {
        return Stream.of(HostMain.class, HostRouterMain.class, HostWatcherMain.class)
                .flatMap(main -> processes(main).stream())
                .toList();
    }

    /** Those of this test's home. */
    private List<ProcessHandle> processes(Class<?> main) {
        List<ProcessHandle> result = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                List<String> words = words(process.resolve("cmdline"));
                if (words.contains(main.getName())
                        && words.contains(workshop.home().toString())) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(result::add);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return result;
    }

    private static List<String> words(Path file) {
        try {
            return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** One signal call for all, so that none can start another in between. */
    private static void killTogether(List<Long> pids) throws Exception {
        List<String> argv = new ArrayList<>(List.of("kill", "-9"));
        pids.forEach(pid -> argv.add(pid.toString()));
        List<CompletableFuture<ProcessHandle>> ends = pids.stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .map(ProcessHandle::onExit)
                .toList();
        assertThat(new ProcessBuilder(argv).start().waitFor()).isZero();
        for (CompletableFuture<ProcessHandle> end : ends) {
            end.get(120, TimeUnit.SECONDS);
        }
    }
}
