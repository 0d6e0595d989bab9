package io.jenkins.plugins.slipway.cli.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentFailedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the host daemon in every phase of a deployment while visitors read and write. The deployment fails with a clear word, the next
 * daemon, which the router starts, brings back the old release, nobody is turned away, and what was acknowledged is still there.
 */
final class AKilledDaemonLeavesOneWholeReleaseTest {
    private static final boolean LONG = "long".equals(System.getProperty("slipway.promises"));
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static Shop shop;
    private Visitors visitors;

    @BeforeAll
    static void two_releases_one_live(@TempDir Path folder) throws Exception {
        shop = Shop.build(folder);
        shop.release("1");
        shop.release("2");
        shop.deploy("staging", 1);
    }

    @AfterEach
    void leave() throws Exception {
        visitors.close();
    }

    @AfterAll
    static void close() throws Exception {
        shop.close();
    }

    static Stream<String> points() {
        if (!LONG) {
            return Stream.of("backup begun", "unmount ended", "objects ended", "serve begun");
        }
        List<String> points = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            if (phase.compareTo(Phase.BACKUP) >= 0 && phase.compareTo(Phase.SERVE) <= 0) {
                points.add(phase.key() + " begun");
                if (phase != Phase.SERVE) {
                    // When that has ended, the release is live.
                    points.add(phase.key() + " ended");
                }
            }
        }
        return points.stream();
    }

    @ParameterizedTest
    @MethodSource("points")
    void wherever_it_dies(String point) throws Exception {
        visitors = shop.visitors("staging").come();
        Live before = shop.live("staging");
        int next = before.release() == 1 ? 2 : 1;

        DeploymentFailedException failure = catchThrowableOfType(
                DeploymentFailedException.class, () -> shop.deploy("staging", next, killer(point)));

        assertThat(failure)
                .hasMessageContaining("Release " + next + " was not deployed")
                .hasMessageContaining("Release " + before.release() + " is live");
        assertThat(failure.result().state()).isEqualTo(State.RESTORED);
        await().atMost(PATIENCE).until(() -> visitors.get("/").body().startsWith(before.release() + " "));
        Live after = shop.live("staging");
        assertThat(after.release()).isEqualTo(before.release());
        assertThat(after.holder()).isNull();
        assertThat(shop.recorded("staging", failure.result().deployment()).state())
                .isEqualTo(State.RESTORED);
        assertThat(shop.records().deployments().running("shop")).isEmpty();
        visitors.nobodyWasTurnedAway().nothingWasLost().neverTwoReleases();
    }

    private static DeployListener killer(String point) {
        return new DeployListener() {
            @Override
            public void phaseStarted(String phase) {
                at(phase + " begun");
            }

            @Override
            public void phaseEnded(String phase, PhaseState state, double seconds) {
                if (state != PhaseState.FAILED) {
                    at(phase + " ended");
                }
            }

            private void at(String here) {
                if (here.equals(point)) {
                    kill();
                }
            }
        };
    }

    private static void kill() {
        try {
            shop.killDaemon();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
