package io.jenkins.plugins.slipway.cli.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the deployer, a process of its own, in every phase while visitors read and write. The host notices, one whole release
 * serves, nobody is turned away, no line is lost, never do two releases serve, and the next command puts the records right.
 */
final class AKilledDeployerLosesNothingTest {
    /** {@code -Dslipway.promises=long} walks through beginning and end of every phase. */
    private static final boolean LONG = "long".equals(System.getProperty("slipway.promises"));

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static Shop shop;
    private static Visitors visitors;

    @BeforeAll
    static void two_releases_one_live(@TempDir Path folder) throws Exception {
        shop = Shop.build(folder);
        shop.release("1");
        shop.release("2");
        shop.deploy("staging", 1);
        visitors = shop.visitors("staging").come();
    }

    @AfterAll
    static void close() throws Exception {
        try {
            if (visitors != null) {
                visitors.close();
            }
        } finally {
            if (shop != null) {
                shop.close();
            }
        }
    }

    static Stream<String> points() {
        if (!LONG) {
            return Stream.of(
                    "verify begun",
                    "prepare ended",
                    "unmount ended",
                    "deploy ended",
                    "serve ended",
                    "post_deploy begun");
        }
        List<String> points = new ArrayList<>();
        Arrays.stream(Phase.values()).filter(phase -> phase != Phase.LOCK).forEach(phase -> {
            points.add(phase.key() + " begun");
            points.add(phase.key() + " ended");
        });
        return points.stream();
    }

    @ParameterizedTest
    @MethodSource("points")
    void wherever_it_dies(String point) throws Exception {
        Live before = shop.live("staging");
        int next = before.release() == 1 ? 2 : 1;

        DeployerProcess.killAt(shop, "staging", next, point);

        await().atMost(PATIENCE).until(() -> shop.live("staging").holder() == null);
        shop.recover();
        Live after = shop.live("staging");
        boolean live = after.deployment() != before.deployment();
        assertThat(live).isEqualTo(isAfterTheCommit(point));
        assertThat(after.release()).isEqualTo(live ? next : before.release());
        assertThat(visitors.get("/").body()).startsWith(after.release() + " ");
        the_records_agree(after);
        int seen = visitors.answered();
        await().atMost(PATIENCE).until(() -> visitors.answered() > seen + 10);
        visitors.nobodyWasTurnedAway().nothingWasLost().neverTwoReleases();
    }

    private static boolean isAfterTheCommit(String point) {
        return point.equals("serve ended")
                || Phase.valueOf(point.split(" ")[0].toUpperCase(Locale.ROOT)).compareTo(Phase.SERVE) > 0;
    }

    private static void the_records_agree(Live live) {
        assertThat(shop.records().deployments().running("shop")).isEmpty();
        Deployment recorded =
                shop.records().deployments().live("shop", "staging").orElseThrow();
        assertThat(recorded.number()).isEqualTo(live.deployment());
        assertThat(recorded.release()).isEqualTo(live.release());
        assertThat(shop.records().deployments().history("shop", "staging", 1))
                .allSatisfy(newest -> assertThat(newest.state()).isIn(State.LIVE, State.RESTORED));
    }

    @Test
    void afterwards_a_deployment_goes_through_as_if_nothing_had_been() throws Exception {
        int next = shop.live("staging").release() == 1 ? 2 : 1;
        assertThat(shop.deploy("staging", next).state()).isEqualTo(State.LIVE);
        visitors.nobodyWasTurnedAway().nothingWasLost().neverTwoReleases();
    }
}
