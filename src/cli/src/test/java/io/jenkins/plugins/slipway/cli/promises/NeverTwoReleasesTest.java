package io.jenkins.plugins.slipway.cli.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.deploy.DeployResult;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two deployers want the same environment at once. One goes first, the other waits or is refused; both know of whom. */
final class NeverTwoReleasesTest {
    private Shop shop;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void two_releases(@TempDir Path folder) throws Exception {
        shop = Shop.build(folder);
        shop.release("1");
        shop.release("2");
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        shop.close();
    }

    @Test
    void the_second_deployer_waits_is_told_for_whom_and_goes_next() throws Exception {
        shop.deploy("staging", 1);
        try (Visitors visitors = shop.visitors("staging").come()) {
            CountDownLatch waits = new CountDownLatch(1);
            CountDownLatch holds = new CountDownLatch(1);
            List<String> told = new ArrayList<>();
            Future<DeployResult> first = threads.submit(() -> shop.deploy("staging", 2, new DeployListener() {
                @Override
                public void phaseStarted(String phase) {
                    if (phase.equals(Phase.PREPARE.key())) {
                        holds.countDown();
                        await(waits);
                    }
                }
            }));
            await(holds);
            Future<DeployResult> second = threads.submit(() -> shop.deploy("staging", 1, new DeployListener() {
                @Override
                public void waitingFor(String holder) {
                    told.add(holder);
                    waits.countDown();
                }
            }));

            assertThat(first.get(60, TimeUnit.SECONDS).state()).isEqualTo(State.LIVE);
            assertThat(second.get(60, TimeUnit.SECONDS).state()).isEqualTo(State.LIVE);

            assertThat(told.get(0)).contains("ann").contains("release 2");
            assertThat(second.get().previous()).isEqualTo(2);
            assertThat(shop.live("staging").release()).isEqualTo(1);
            assertThat(shop.records().deployments().history("shop", "staging", 9))
                    .extracting(Deployment::number, Deployment::state)
                    .containsExactly(tuple(3, State.LIVE), tuple(2, State.LIVE), tuple(1, State.LIVE));
            visitors.nobodyWasTurnedAway().nothingWasLost().neverTwoReleases();
        }
    }

    @Test
    void where_waiting_is_not_wanted_the_second_is_refused_with_the_holders_name() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch holds = new CountDownLatch(1);
        Future<DeployResult> first = threads.submit(() -> shop.deploy("refusing", 2, new DeployListener() {
            @Override
            public void phaseStarted(String phase) {
                if (phase.equals(Phase.PREPARE.key())) {
                    holds.countDown();
                    await(done);
                }
            }
        }));
        await(holds);

        assertThatThrownBy(() -> shop.deploy("refusing", 1))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("ann, with release 2");

        done.countDown();
        assertThat(first.get(60, TimeUnit.SECONDS).state()).isEqualTo(State.LIVE);
        assertThat(shop.records().deployments().history("shop", "refusing", 9)).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
