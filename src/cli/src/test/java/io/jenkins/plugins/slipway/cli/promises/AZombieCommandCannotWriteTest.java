package io.jenkins.plugins.slipway.cli.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deployer falls asleep in the middle and its lease runs out; somebody else deploys; then it wakes up and goes on. It changes
 * neither what serves nor what is recorded.
 */
final class AZombieCommandCannotWriteTest {
    private Shop shop;

    @BeforeEach
    void three_releases_one_live(@TempDir Path folder) throws Exception {
        shop = Shop.build(folder);
        shop.release("1");
        shop.release("2");
        shop.release("3");
        shop.deploy("staging", 1);
    }

    @AfterEach
    void close() throws Exception {
        shop.close();
    }

    @Test
    void what_it_still_wants_to_do_is_refused() throws Exception {
        try (DeployerProcess sleeper = DeployerProcess.stoppedAt(shop, "staging", 2, "health ended");
                Visitors visitors = shop.visitors("staging").come()) {
            sleeper.freeze();
            await().until(() -> shop.live("staging").holder() == null);
            assertThat(shop.deploy("staging", 3).state()).isEqualTo(State.LIVE);

            String said = sleeper.wakeUp();

            assertThat(said).startsWith("RESTORED: Release 2 was not deployed").contains("Release 3 is live");
            assertThat(visitors.get("/").body()).startsWith("3 ");
            assertThat(shop.live("staging").deployment()).isEqualTo(3);
            assertThat(shop.records().deployments().history("shop", "staging", 9))
                    .extracting(Deployment::number, Deployment::release, Deployment::state)
                    .containsExactly(tuple(3, 3, State.LIVE), tuple(2, 2, State.RESTORED), tuple(1, 1, State.LIVE));
            visitors.nobodyWasTurnedAway().nothingWasLost().neverTwoReleases();
        }
    }
}
