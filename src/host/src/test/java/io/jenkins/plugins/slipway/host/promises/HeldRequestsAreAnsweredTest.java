package io.jenkins.plugins.slipway.host.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.host.AHost;
import io.jenkins.plugins.slipway.host.Client;
import io.jenkins.plugins.slipway.host.HostControl;
import io.jenkins.plugins.slipway.host.Load;
import io.jenkins.plugins.slipway.host.Workshop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Promise 5. */
class HeldRequestsAreAnsweredTest extends AHost {
    @Test
    void no_request_without_effects_is_lost_while_releases_switch_under_load() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));
        List<Client.Answer> answers;
        try (Load load = new Load(client, 20, "GET", "/")) {
            await().until(() -> load.count() > 100);
            workshop.deploy(workshop.spec(2, "two"));
            workshop.deploy(workshop.spec(3, "three"));
            int before = load.count();
            await().until(() -> load.count() > before + 100);
            answers = load.end();
        }

        assertThat(answers).extracting(Client.Answer::status).containsOnly(200);
        assertThat(answers).extracting(Client.Answer::body).contains("one", "two", "three");
        assertThat(traffic().held()).isPositive();
        assertThat(traffic().lost()).isZero();
    }

    @Test
    void requests_without_effects_wait_and_others_are_told_to_come_back() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(workshop.spec(2, "two"));
            Workshop.perform(deployment, new StringBuilder(), Workshop.phases().subList(0, Phase.START.ordinal()));
            List<CompletableFuture<Client.Answer>> held = List.of("GET", "PUT", "DELETE", "OPTIONS").stream()
                    .map(method -> CompletableFuture.supplyAsync(
                            () -> client.send(method, "/echo", method.equals("PUT") ? "12345" : "")))
                    .toList();
            await().until(() -> traffic().waiting() == 4);

            assertThat(client.send("POST", "/echo", "x").status()).isEqualTo(503);
            assertThat(held).noneMatch(CompletableFuture::isDone);

            Workshop.perform(
                    deployment,
                    new StringBuilder(),
                    Workshop.phases().subList(Phase.START.ordinal(), Phase.SERVE.ordinal() + 1));
            deployment.commit();
            assertThat(held)
                    .extracting(future -> future.get(120, TimeUnit.SECONDS).body())
                    .containsExactly("GET 0", "PUT 5", "DELETE 0", "OPTIONS 0");
        }
    }

    @Test
    void all_requests_wait_where_the_environment_says_so() throws Exception {
        workshop.withEnvironment("hold: { methods: all, timeout: 60s }");
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(workshop.spec(1, "one"));
            Workshop.perform(deployment, new StringBuilder(), Workshop.phases().subList(0, Phase.START.ordinal()));
            CompletableFuture<Client.Answer> held =
                    CompletableFuture.supplyAsync(() -> client.send("POST", "/echo", "123"));
            await().until(() -> traffic().waiting() == 1);
            Workshop.perform(
                    deployment,
                    new StringBuilder(),
                    Workshop.phases().subList(Phase.START.ordinal(), Phase.SERVE.ordinal() + 1));
            deployment.commit();

            assertThat(held.get(120, TimeUnit.SECONDS)).isEqualTo(new Client.Answer(200, "POST 3"));
        }
    }

    @Test
    void no_request_waits_longer_than_the_bound() throws Exception {
        workshop.withEnvironment("hold: { methods: idempotent, timeout: 1s }");
        workshop.deploy(workshop.spec(1, "one"));
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(workshop.spec(2, "two"));
            Workshop.perform(deployment, new StringBuilder(), Workshop.phases().subList(0, Phase.HOLD.ordinal() + 1));

            long begun = System.nanoTime();
            Client.Answer answer = client.get("/");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isBetween(900L, 20_000L);
        }
        assertThat(client.get("/").body()).isEqualTo("one");
    }

    @Test
    void a_request_under_way_is_answered_by_the_old_release_before_it_ends() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));
        CompletableFuture<Client.Answer> slow = CompletableFuture.supplyAsync(() -> client.get("/slow?1500"));
        await().until(() -> traffic().underway() == 1);

        workshop.deploy(workshop.spec(2, "two"));

        assertThat(slow.get(120, TimeUnit.SECONDS)).isEqualTo(new Client.Answer(200, "one"));
        assertThat(client.get("/").body()).isEqualTo("two");
    }

    private io.jenkins.plugins.slipway.host.router.Router.Traffic traffic() throws InterruptedException {
        return HostControl.of(workshop.home()).status().orElseThrow().environments().stream()
                .filter(environment -> environment.name().equals("production"))
                .findFirst()
                .orElseThrow()
                .traffic();
    }
}
