package io.jenkins.plugins.slipway.host.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import io.jenkins.plugins.slipway.host.Client;
import io.jenkins.plugins.slipway.host.HostControl;
import io.jenkins.plugins.slipway.host.Load;
import io.jenkins.plugins.slipway.host.Workshop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promises 3 and 4 at random instants: deployments under load whose deployer or daemon is lost. A few rounds unless {@code
 * -Dslipway.crash.rounds=300} asks for more; {@code -Dslipway.crash.seed=N} repeats a run.
 */
class CrashTest {
    private static final int ROUNDS = Integer.getInteger("slipway.crash.rounds", 3);
    private static final long SEED = Long.getLong("slipway.crash.seed", 20_260_101L);

    @TempDir
    private Path folder;

    private Workshop workshop;
    private HostControl control;
    private Client client;

    @Test
    void whatever_is_killed_and_whenever_one_whole_release_serves_and_no_file_is_lost() throws Exception {
        workshop = new Workshop(folder);
        control = HostControl.of(workshop.home());
        client = new Client(control.start(0, null).port(), "production.shop.localhost");
        Random random = new Random(SEED);
        try {
            workshop.deploy(workshop.spec(1, "1"));
            StringBuilder written = new StringBuilder();
            for (int number = 2; number < ROUNDS + 2; number++) {
                boolean daemon = random.nextBoolean();
                int millis = random.nextInt(2_500);
                String round = "seed " + SEED + " deployment " + number + (daemon ? " daemon" : " deployer") + " after "
                        + millis + " ms";
                round(number, daemon, millis, round);
                assertThat(client.get("/append?" + number).status()).as(round).isEqualTo(200);
                written.append(number).append('\n');
                assertThat(client.get("/lines").body()).as(round).isEqualTo(written.toString());
                assertThat(workshop.data().resolve("overlap")).as(round).doesNotExist();
            }
            workshop.deploy(workshop.spec(ROUNDS + 2, "last"));
            assertThat(client.get("/").body()).isEqualTo("last");
        } finally {
            control.stop(true);
        }
    }

    private void round(int number, boolean killDaemon, int millis, String round) throws Exception {
        String before = client.get("/").body();
        ReleaseSpec spec = workshop.spec(number, Integer.toString(number));
        List<Client.Answer> answers;
        try (Load load = new Load(client, 4, "GET", "/")) {
            Lock lock = workshop.lock();
            LeasedDeployment deployment = lock.begin(spec);
            CompletableFuture<Boolean> committed = CompletableFuture.supplyAsync(() -> deploy(deployment));
            try {
                committed.get(millis, TimeUnit.MILLISECONDS);
            } catch (java.util.concurrent.TimeoutException e) {
                assertThat(committed).as("under way").isNotDone();
            }
            if (killDaemon) {
                ProcessHandle process =
                        ProcessHandle.of(control.status().orElseThrow().pid()).orElseThrow();
                process.destroyForcibly();
                process.onExit().get();
            }
            lock.close();
            boolean live = committed.get(60, TimeUnit.SECONDS);
            // With no daemon nobody answers: the next command starts one.
            await().atMost(Duration.ofSeconds(60)).until(() -> settled().holder() == null);
            await().atMost(Duration.ofSeconds(60)).until(() -> client.get("/").status() == 200);
            answers = load.end();
            String now = client.get("/").body();
            assertThat(now).as(round).isIn(before, Integer.toString(number));
            if (live) {
                assertThat(now).as(round).isEqualTo(Integer.toString(number));
            }
            assertThat(settled().release()).as(round).isEqualTo(Integer.parseInt(now));
        }
        assertThat(answers)
                .as(round)
                .filteredOn(answer -> answer.status() == 200)
                .extracting(Client.Answer::body)
                .isSubsetOf(before, Integer.toString(number));
        if (!killDaemon) {
            assertThat(answers).as(round).extracting(Client.Answer::status).containsOnly(200);
        }
    }

    private Live settled() {
        return workshop.target().inspect("shop", "production").orElseThrow();
    }

    /** Returns whether the deployer was told that it is final. */
    private static boolean deploy(LeasedDeployment deployment) {
        try {
            Workshop.perform(deployment, new StringBuilder(), Workshop.phases().subList(0, Phase.SERVE.ordinal() + 1));
            deployment.commit();
            return true;
        } catch (SlipwayException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
