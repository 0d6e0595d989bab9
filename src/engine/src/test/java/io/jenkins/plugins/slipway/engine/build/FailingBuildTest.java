package io.jenkins.plugins.slipway.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.build.BuildPlan.Decision;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a build hook does, its build ends, its processes end, and nothing of it is ever reused. */
@Timeout(180)
class FailingBuildTest {
    /** In the command line of every process of these hooks, so that survivors are found. */
    private final String mark = "9" + ThreadLocalRandom.current().nextInt(10_000, 100_000) + "."
            + ProcessHandle.current().pid();

    @TempDir
    Path folder;

    private TestProject shop;

    @BeforeEach
    void a_project() throws Exception {
        shop = new TestProject(folder).write("file", "one");
    }

    private void hook(String script) throws IOException {
        shop.configure("applications:\n  app:\n    type: java:17\n    hooks:\n      build: |\n        "
                + script.replace("\n", "\n        ") + "\n    web: { commands: { start: ./run } }\n");
    }

    @Test
    void a_hook_that_hangs_is_ended_when_its_time_is_over() throws Exception {
        hook("sleep " + mark);
        BuildRequest request = shop.request();
        BuildRequest brief = new BuildRequest(
                request.directory(), request.config(), List.of(), true, Duration.ofSeconds(1), request.caller());

        assertThatThrownBy(() -> shop.build(brief))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageStartingWith("app: the build hook took longer than 1s. Nothing was published.");
        assertNothingIsLeft();
    }

    @Test
    void a_hook_that_ignores_the_wish_to_end_is_ended_by_force() throws Exception {
        shop.with(LocalProcessRunner.withoutSandboxes(Duration.ofMillis(200)));
        hook("trap '' TERM\necho started\nwhile :; do sleep " + mark + " || :; done");
        Cancellation cancellation = new Cancellation();
        BuildListener cancelling = new BuildListener() {
            @Override
            public void output(String application, byte[] buffer, int offset, int length) {
                cancellation.cancel();
            }
        };

        assertThatThrownBy(() -> shop.builder().build(shop.request(), cancelling, cancellation))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageStartingWith("app: the build hook was cancelled. Nothing was published.");
        assertNothingIsLeft();
    }

    @Test
    void a_daemon_that_a_hook_starts_does_not_outlive_the_build() throws Exception {
        for (LocalProcessRunner runner :
                List.of(LocalProcessRunner.create(), LocalProcessRunner.withoutSandboxes(Duration.ofMillis(200)))) {
            shop.with(runner);
            hook("(setsid sh -c 'trap \"\" TERM HUP; sleep " + mark + "' &)\necho done > done");

            Digest digest = shop.build(shop.request().withoutReuse())
                    .applications()
                    .get(0)
                    .digest();

            assertThat(shop.unpack(digest).resolve("done")).exists();
            assertThat(survivors()).isEmpty();
        }
    }

    @Test
    void a_flood_of_a_gigabyte_fills_neither_the_log_nor_the_memory() throws Exception {
        hook("head -c 1073741824 /dev/zero");

        shop.build();

        try (var logs = Files.find(shop.home().resolve("journal"), 9, (path, a) -> path.endsWith("app.hook.log"))) {
            assertThat(Files.size(logs.findFirst().orElseThrow())).isBetween(64L << 20, (64L << 20) + 200);
        }
    }

    @Test
    void a_build_that_is_killed_leaves_nothing_reusable_and_the_next_one_cleans_up() throws Exception {
        hook("echo half > half\nsleep " + mark);
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BuildInAnotherProcess.class.getName(),
                        shop.project().toString(),
                        shop.home().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> !survivors().isEmpty());
        } finally {
            killed.destroyForcibly();
        }
        assertThat(killed.waitFor(1, TimeUnit.MINUTES)).isTrue();

        await().until(() -> survivors().isEmpty());
        assertThat(shop.plan().applications().get(0).decision()).isInstanceOf(Decision.Build.class);
        assertThat(shop.home().resolve("builds")).isNotEmptyDirectory();
        hook("echo whole > whole");
        Path built = shop.unpack(shop.buildOne().digest());
        assertThat(built.resolve("whole")).exists();
        assertThat(built.resolve("half")).doesNotExist();
        try (var left = Files.list(shop.home().resolve("builds"))) {
            assertThat(left.filter(path -> !path.endsWith(".keys"))).isEmpty();
        }
    }

    @Test
    void two_builds_at_once_make_one_artifact() throws Exception {
        hook("date +%s%N > made");

        CompletableFuture<BuildOutcome> other = CompletableFuture.supplyAsync(() -> {
            try {
                return shop.build();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        BuildOutcome mine = shop.build();

        assertThat(other.get(1, TimeUnit.MINUTES).applications().get(0).digest())
                .isEqualTo(mine.applications().get(0).digest());
    }

    @Test
    void a_full_disk_is_one_clear_error_and_leaves_nothing() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        boolean mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small.toString())
                        .start()
                        .waitFor()
                == 0;
        Assumptions.assumeTrue(mounted, "not run: only root can mount a small disk");
        try {
            hook("head -c 8000000 /dev/urandom > large");
            DirectoryArtifactStore store = DirectoryArtifactStore.open(small.resolve("artifacts"));
            Builder builder = new Builder(LocalProcessRunner.create(), store, shop.home(), Clock.systemUTC());

            assertThatThrownBy(() -> builder.build(shop.request(), BuildListener.none(), Cancellation.never()))
                    .isInstanceOf(LifecycleFailedException.class)
                    .hasMessageContaining("app: The artifact of app cannot be stored in " + small)
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining("Nothing was published");
            assertThat(small.resolve("artifacts/tmp")).isEmptyDirectory();
            assertThat(builder.plan(shop.request()).applications().get(0).decision())
                    .isInstanceOf(Decision.Build.class);
        } finally {
            new ProcessBuilder("umount", small.toString()).start().waitFor();
        }
    }

    @Test
    void a_state_home_that_cannot_be_written_is_one_clear_error() throws Exception {
        hook("true");
        Files.writeString(shop.home(), "a file where a folder must be");

        assertThatThrownBy(() -> new Builder(
                                LocalProcessRunner.create(),
                                DirectoryArtifactStore.open(folder.resolve("artifacts")),
                                shop.home(),
                                Clock.systemUTC())
                        .build(shop.request(), BuildListener.none(), Cancellation.never()))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("The build in " + shop.home() + " cannot go on");
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(survivors()).isEmpty();
        assertThat(shop.plan().applications().get(0).decision()).isInstanceOf(Decision.Build.class);
        try (var left = Files.list(shop.home().resolve("builds"))) {
            assertThat(left.filter(path -> !path.endsWith(".keys"))).isEmpty();
        }
        assertThat(shop.home().resolve("artifacts/tmp")).isEmptyDirectory();
    }

    private List<String> survivors() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("sleep " + mark) && !line.contains("bwrap"))
                .toList();
    }
}
