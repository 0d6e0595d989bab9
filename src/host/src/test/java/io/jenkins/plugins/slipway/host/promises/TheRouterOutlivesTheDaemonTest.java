package io.jenkins.plugins.slipway.host.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.host.ADaemonOfItsOwn;
import io.jenkins.plugins.slipway.host.Client;
import io.jenkins.plugins.slipway.host.Load;
import io.jenkins.plugins.slipway.host.Workshop;
import io.jenkins.plugins.slipway.host.control.StatusReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 4: whoever of the two is killed, requests are taken. */
class TheRouterOutlivesTheDaemonTest extends ADaemonOfItsOwn {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @BeforeEach
    void one_release_serves() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));
    }

    @Test
    void no_request_is_lost_when_the_daemon_is_killed_and_it_is_there_again_by_itself() throws Exception {
        long first = status().pid();
        List<Client.Answer> answers;
        try (Load load = new Load(client, 8, "GET", "/")) {
            await().until(() -> load.count() > 100);
            for (int kill = 0; kill < 3; kill++) {
                kill(status().pid());
                int seen = load.count();
                await().atMost(PATIENCE).until(() -> load.count() > seen + 200);
            }
            answers = load.end();
        }

        assertThat(answers).extracting(Client.Answer::status).containsOnly(200);
        assertThat(status().pid()).isNotEqualTo(first);
        workshop.deploy(workshop.spec(2, "two"));
        assertThat(client.get("/").body()).isEqualTo("two");
    }

    @Test
    void requests_that_wait_are_answered_when_the_daemon_is_killed_in_the_middle_of_a_switch() throws Exception {
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(workshop.spec(2, "two"));
            Workshop.perform(deployment, new StringBuilder(), Workshop.phases().subList(0, Phase.START.ordinal()));
            CompletableFuture<Client.Answer> waits = CompletableFuture.supplyAsync(() -> client.get("/"));
            await().until(() -> status().environments().get(0).traffic().waiting() == 1);

            kill(status().pid());

            assertThat(waits.get(60, TimeUnit.SECONDS)).isEqualTo(new Client.Answer(200, "one"));
            assertThat(deployment
                            .restore("tried", (buffer, offset, length) -> {})
                            .toString())
                    .contains("release=1");
        }
    }

    @Test
    void a_killed_router_refuses_nobody_and_knows_again_what_it_knew() throws Exception {
        ProcessHandle router = router();
        List<Client.Answer> answers;
        try (Load load = new Load(client, 8, "GET", "/")) {
            await().until(() -> load.count() > 100);
            kill(router.pid());
            int seen = load.count();
            await().atMost(PATIENCE).until(() -> load.count() > seen + 200);
            answers = load.end();
        }

        // What it had in hand is lost with it, nothing else: eight clients ask one after another.
        assertThat(answers).filteredOn(answer -> answer.status() != 200).hasSizeLessThanOrEqualTo(8);
        assertThat(answers)
                .filteredOn(answer -> answer.body().contains("refused"))
                .isEmpty();
        assertThat(router().pid()).isNotEqualTo(router.pid());
    }

    @Test
    void requests_go_on_to_wait_when_the_router_is_killed_in_the_middle_of_a_switch() throws Exception {
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(workshop.spec(2, "two"));
            Workshop.perform(deployment, new StringBuilder(), Workshop.phases().subList(0, Phase.START.ordinal()));
            kill(router().pid());
            CompletableFuture<Client.Answer> waits = CompletableFuture.supplyAsync(() -> client.get("/"));
            await().atMost(PATIENCE)
                    .until(() -> status().environments().get(0).traffic().waiting() == 1);
            Workshop.perform(
                    deployment,
                    new StringBuilder(),
                    Workshop.phases().subList(Phase.START.ordinal(), Phase.SERVE.ordinal() + 1));
            assertThat(waits).isNotDone();
            deployment.commit();

            assertThat(waits.get(60, TimeUnit.SECONDS)).isEqualTo(new Client.Answer(200, "two"));
            deployment
                    .operation(Workshop.step(Phase.POST_DEPLOY))
                    .run((buffer, offset, length) -> {}, Cancellation.never());
        }
    }

    @Test
    void an_upgrade_refuses_nobody_and_leaves_the_application_alone() throws Exception {
        long daemon = status().pid();
        long router = router().pid();
        String application = client.get("/born").body();
        List<Client.Answer> answers;
        try (Load load = new Load(client, 8, "GET", "/")) {
            await().until(() -> load.count() > 100);
            Optional<StatusReport> after = control.upgrade(Cancellation.never());
            int seen = load.count();
            await().atMost(PATIENCE).until(() -> load.count() > seen + 200);
            assertThat(after.orElseThrow().pid()).isNotEqualTo(daemon);
            answers = load.end();
        }

        assertThat(answers).extracting(Client.Answer::status).containsOnly(200);
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(router).isEmpty());
        long next = router().pid();
        kill(status().pid());
        assertThat(router().pid()).as("the next daemon finds the new router").isEqualTo(next);
        assertThat(client.get("/born").body()).isEqualTo(application);
        workshop.deploy(workshop.spec(2, "two"));
        assertThat(client.get("/").body()).isEqualTo("two");
    }

    @Test
    void a_daemon_that_stood_still_goes_on_with_the_deployment_and_requests_are_answered_meanwhile() throws Exception {
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(workshop.spec(2, "two"));
            Workshop.perform(deployment, new StringBuilder(), Workshop.phases().subList(0, Phase.HOLD.ordinal()));
            long daemon = status().pid();
            signal("-STOP", daemon);
            try (Load load = new Load(client, 2, "GET", "/")) {
                // Longer than the lease.
                await().pollDelay(Duration.ofSeconds(11)).atMost(PATIENCE).until(() -> load.count() > 100);
                assertThat(load.end()).extracting(Client.Answer::status).containsOnly(200);
            } finally {
                signal("-CONT", daemon);
            }
            Workshop.perform(
                    deployment,
                    new StringBuilder(),
                    Workshop.phases().subList(Phase.HOLD.ordinal(), Phase.SERVE.ordinal() + 1));
            deployment.commit();
        }
        assertThat(client.get("/").body()).isEqualTo("two");
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", name, Long.toString(pid)).start().waitFor())
                .isZero();
    }

    @Test
    void to_stop_ends_both() throws Exception {
        ProcessHandle router = router();

        control.stop(true);

        assertThat(router.isAlive()).isFalse();
        assertThat(client.get("/").body()).contains("refused");
        assertThat(control.status()).isEmpty();
    }

    private StatusReport status() throws InterruptedException {
        return control.status().orElseThrow();
    }

    private ProcessHandle router() throws InterruptedException {
        return ProcessHandle.of(status().router()).orElseThrow();
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().orTimeout(120, TimeUnit.SECONDS).join();
    }
}
