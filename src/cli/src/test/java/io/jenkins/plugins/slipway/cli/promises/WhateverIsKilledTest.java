package io.jenkins.plugins.slipway.cli.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentFailedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deployments under constant traffic whose deployer, daemon or router is killed as {@code kill -9} does, at the beginning or end of a
 * phase or at any other instant. After each: one whole release serves, the records agree, nobody who only read was turned away, no
 * line that was acknowledged is lost, never did two releases work at a time, and the next deployment goes through.
 *
 * <p>A few rounds, unless {@code -Dslipway.crash.rounds=300} asks for more; {@code -Dslipway.crash.seed=N} for others.
 */
@NullUnmarked
final class WhateverIsKilledTest {
    private static final int ROUNDS = Integer.getInteger("slipway.crash.rounds", 3);
    private static final long SEED = Long.getLong("slipway.crash.seed", 20_261_120L);
    private static final int LONGEST_MILLIS = 3_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Map<Victim, Integer> KILLED = new EnumMap<>(Victim.class);
    private static ScheduledExecutorService timer;
    private static Shop shop;
    private static Visitors visitors;

    private enum Victim {
        DEPLOYER,
        DAEMON,
        ROUTER
    }

    /** @param point where it dies, such as {@code HOLD begun}; null for an instant so many milliseconds after the lock */
    private record Blow(Victim victim, String point, int millis) {
        static Blow of(Random random) {
            Victim victim = Victim.values()[random.nextInt(8) % 3];
            Phase phase = Phase.values()[1 + random.nextInt(Phase.values().length - 1)];
            String point = phase.key() + (random.nextBoolean() ? " begun" : " ended");
            return new Blow(victim, random.nextBoolean() ? point : null, random.nextInt(LONGEST_MILLIS));
        }
    }

    @BeforeAll
    static void two_releases_one_live(@TempDir Path folder) throws Exception {
        timer = Executors.newSingleThreadScheduledExecutor();
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
                System.err.println("seed " + SEED + ", " + ROUNDS + " rounds, killed " + KILLED + ": " + visitors);
            }
        } finally {
            timer.shutdownNow();
            if (shop != null) {
                shop.close();
            }
        }
    }

    @Test
    void one_whole_release_serves_and_nothing_is_lost() throws Exception {
        Random random = new Random(SEED);
        for (int round = 1; round <= ROUNDS; round++) {
            Blow blow = Blow.of(random);
            try {
                round(blow);
            } catch (AssertionError | Exception e) {
                throw new AssertionError("seed " + SEED + ", round " + round + " of " + ROUNDS + ", " + blow, e);
            }
        }
    }

    private static void round(Blow blow) throws Exception {
        KILLED.merge(blow.victim(), 1, Integer::sum);
        Live before = shop.live("staging");
        int next = before.release() == 1 ? 2 : 1;
        if (blow.victim() == Victim.ROUTER) {
            visitors.mayBeCutOff();
        }

        boolean told = strike(blow, next);

        await().atMost(PATIENCE).until(() -> shop.live("staging").holder() == null);
        shop.recover();
        Live after = shop.live("staging");
        assertThat(after.release()).isIn(before.release(), next);
        if (told) {
            assertThat(after.release())
                    .as("the deployer was told that it is live")
                    .isEqualTo(next);
        }
        await().atMost(PATIENCE).until(() -> visitors.get("/").body().startsWith(after.release() + " "));
        all_is_well(after);
        assertThat(shop.deploy("staging", after.release() == 1 ? 2 : 1).state()).isEqualTo(State.LIVE);
        all_is_well(shop.live("staging"));
    }

    private static void all_is_well(Live live) throws Exception {
        assertThat(shop.schema("staging"))
                .as("version of the data")
                .isEqualTo(live.release().toString());
        assertThat(shop.records().deployments().running("shop")).isEmpty();
        Deployment recorded =
                shop.records().deployments().live("shop", "staging").orElseThrow();
        assertThat(recorded.number()).isEqualTo(live.deployment());
        assertThat(recorded.release()).isEqualTo(live.release());
        int seen = visitors.answered();
        await().atMost(PATIENCE).until(() -> visitors.answered() > seen + 5);
        visitors.nobodyWasTurnedAway().nothingWasLost().neverTwoReleases();
    }

    /** Returns whether the deployer was told that its release is live. */
    private static boolean strike(Blow blow, int next) throws Exception {
        if (blow.victim() == Victim.DEPLOYER) {
            String point = blow.point() == null ? "verify begun" : blow.point();
            try (DeployerProcess deployer = DeployerProcess.stoppedAt(shop, "staging", next, point)) {
                if (blow.point() == null) {
                    deployer.goOn();
                    deployer.within(Duration.ofMillis(blow.millis()));
                }
            }
            return false;
        }
        Future<?> struck = blow.point() == null
                ? timer.schedule(() -> kill(blow.victim()), blow.millis(), TimeUnit.MILLISECONDS)
                : CompletableFuture.completedFuture(null);
        try {
            shop.deploy("staging", next, killer(blow));
            return true;
        } catch (DeploymentFailedException e) {
            return e.result().state() == State.LIVE;
        } catch (SlipwayException e) {
            // The lock was lost before anything was done.
            return false;
        } finally {
            struck.get();
        }
    }

    private static DeployListener killer(Blow blow) {
        return new DeployListener() {
            @Override
            public void phaseStarted(String phase) {
                at(phase + " begun");
            }

            @Override
            public void phaseEnded(String phase, PhaseState state, double seconds) {
                at(phase + " ended");
            }

            private void at(String here) {
                if (here.equals(blow.point())) {
                    kill(blow.victim());
                }
            }
        };
    }

    private static void kill(Victim victim) {
        try {
            if (victim == Victim.DAEMON) {
                shop.killDaemon();
            } else {
                shop.killRouter();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
