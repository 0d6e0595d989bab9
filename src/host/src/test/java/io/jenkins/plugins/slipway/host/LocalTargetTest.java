package io.jenkins.plugins.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalTargetTest extends AHost {
    @Test
    void a_release_goes_live_and_the_next_one_takes_its_place() throws Exception {
        String said = workshop.deploy(workshop.spec(1, "one"));
        assertThat(said).contains("release 1 starts serving at commit");
        assertThat(client.get("/")).isEqualTo(new Client.Answer(200, "one"));

        workshop.deploy(workshop.spec(2, "two"));

        assertThat(client.get("/").body()).isEqualTo("two");
        assertThat(workshop.target().inspect("shop", "production"))
                .contains(new Live(2, 2, 2, "healthy", null, new DeploymentOutcome.Committed(2, 2)));
    }

    @Test
    void mounts_outlive_releases_and_nothing_else_can_be_written() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));
        client.get("/append?first");
        workshop.deploy(workshop.spec(2, "two"));
        client.get("/append?second");

        assertThat(client.get("/lines").body()).isEqualTo("first\nsecond\n");
        assertThat(workshop.data().resolve("lines")).content().isEqualTo("first\nsecond\n");
        assertThat(client.get("/write").body()).isEqualTo("refused");
    }

    @Test
    void an_application_that_ends_at_once_fails_the_deployment_with_its_last_words() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));

        assertThatThrownBy(() -> workshop.deploy(workshop.spec(2, "two", "dead", "")))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("‘app’ exited with code 3 before it answered")
                .hasMessageContaining("cannot find my configuration");

        assertThat(client.get("/")).isEqualTo(new Client.Answer(200, "one"));
        assertThat(workshop.target().inspect("shop", "production").orElseThrow().release())
                .isEqualTo(1);
    }

    @Test
    void an_application_that_never_listens_fails_when_the_time_is_up() throws Exception {
        workshop.with("health: { app: { timeout: 6s } }");

        assertThatThrownBy(() -> workshop.deploy(workshop.spec(1, "one", "mute", "")))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("did not answer GET / on 127.0.0.1:")
                .hasMessageContaining("within 6 s: nothing listens there. It has to listen on the port in $PORT")
                .hasMessageContaining("release one starts");

        assertThat(client.get("/").status()).isEqualTo(503);
        assertThat(workshop.target().inspect("shop", "production").orElseThrow().release())
                .isNull();
    }

    @Test
    void an_application_that_ends_later_is_started_again_while_requests_wait() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));
        String first = client.get("/born").body();

        assertThat(client.send("POST", "/die", "").status()).isEqualTo(502);

        assertThat(client.get("/")).isEqualTo(new Client.Answer(200, "one"));
        assertThat(client.get("/born").body()).isNotEqualTo(first);
    }

    @Test
    void a_failed_deploy_hook_brings_the_old_release_back() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));

        assertThatThrownBy(() -> workshop.deploy(workshop.spec(2, "two", "", "deploy: echo no; exit 9")))
                .hasMessage("‘hooks.deploy’ of application ‘app’ exited with code 9");

        assertThat(client.get("/").body()).isEqualTo("one");
    }

    @Test
    void hooks_run_in_the_release_with_its_variables_and_mounts() throws Exception {
        String said = workshop.deploy(workshop.spec(
                1,
                "one",
                "",
                "deploy: 'echo $PLATFORM_ENVIRONMENT $PLATFORM_APPLICATION_NAME; echo x > data/from-hook; cat version'\n"
                        + "post_deploy: echo after"));

        assertThat(said).contains("production app", "one", "after");
        assertThat(workshop.data().resolve("from-hook")).content().isEqualTo("x\n");
    }

    @Test
    void an_application_sees_nothing_of_the_environment_of_who_deploys() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));

        String variables = client.get("/env").body();

        assertThat(variables).contains("PLATFORM_PROJECT=shop", "PORT=", "PATH=");
        assertThat(variables.lines().map(line -> line.substring(0, line.indexOf('='))))
                .filteredOn(name -> !name.startsWith("PLATFORM_"))
                .containsExactlyInAnyOrder(
                        "GEM_HOME",
                        "HOME",
                        "JAVA_HOME",
                        "LANG",
                        "PATH",
                        "PHP_INI_SCAN_DIR",
                        "PORT",
                        "PWD",
                        "PYTHONUSERBASE",
                        "SLIPWAY_PROCESS");
    }

    @Test
    void data_goes_down_with_the_bad_release_and_comes_back_if_the_rollback_fails() throws Exception {
        workshop.with("""
                data:
                  app:
                    version: cat data/schema
                    down: 'echo $SLIPWAY_TO_VERSION > data/schema'
                    backup: 'cp data/schema $SLIPWAY_BACKUP'
                    restore: 'cp $SLIPWAY_BACKUP data/schema'
                """);
        workshop.deploy(workshop.spec(1, "one", "", "deploy: echo 1 > data/schema"));
        workshop.deploy(workshop.spec(2, "two", "", "deploy: echo 2 > data/schema"));
        Map<String, DataChange> down = Map.of("app", new DataChange.Down("1", "2"));

        assertThatThrownBy(() -> workshop.deploy(workshop.spec(3, "one", "dead", "", down, false)))
                .isInstanceOf(LifecycleFailedException.class);
        assertThat(workshop.data().resolve("schema")).content().isEqualTo("2\n");
        assertThat(client.get("/").body()).isEqualTo("two");

        ReleaseSpec back = workshop.spec(4, "one", "", "", down, false);
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(back);
            var facts = deployment
                    .operation(Workshop.step(Phase.BACKUP))
                    .run(Workshop.sink(new StringBuilder()), Cancellation.never())
                    .facts();
            assertThat(facts).containsEntry("data-version/app", "2").containsKey("backup/app");
            Workshop.perform(
                    deployment,
                    new StringBuilder(),
                    Workshop.phases().subList(Phase.PREPARE.ordinal(), Phase.SERVE.ordinal() + 1));
            deployment.commit();
        }
        assertThat(workshop.data().resolve("schema")).content().isEqualTo("1\n");
        assertThat(client.get("/").body()).isEqualTo("one");
    }

    @Test
    void a_failed_deployment_can_be_kept_to_look_at() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(workshop.spec(2, "two"));
            Workshop.perform(deployment, new StringBuilder(), Workshop.phases().subList(0, Phase.HEALTH.ordinal() + 1));
            assertThat(deployment.keep("tried")).isEqualTo(new DeploymentOutcome.Kept(2, "tried"));
        }
        assertThat(client.get("/").status()).isEqualTo(503);
        assertThat(workshop.target().inspect("shop", "production").orElseThrow().release())
                .isNull();

        workshop.deploy(workshop.spec(3, "three"));

        assertThat(client.get("/").body()).isEqualTo("three");
        assertThat(Files.exists(workshop.data().resolve("overlap"))).isFalse();
    }

    @Test
    void a_restore_before_anything_was_touched_leaves_the_processes_alone() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));
        String pid = client.get("/born").body();
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(workshop.spec(2, "two"));
            Workshop.perform(deployment, new StringBuilder(), Workshop.phases().subList(0, Phase.HOLD.ordinal() + 1));
            assertThat(deployment.restore("tried", Workshop.sink(new StringBuilder())))
                    .isEqualTo(new DeploymentOutcome.Restored(2, 1, "tried"));
        }
        assertThat(client.get("/born").body()).isEqualTo(pid);
    }

    @Test
    void the_first_deployment_that_fails_leaves_the_environment_empty() throws Exception {
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(workshop.spec(1, "one"));
            Workshop.perform(deployment, new StringBuilder(), Workshop.phases().subList(0, Phase.HEALTH.ordinal() + 1));
            assertThat(deployment.restore("tried", Workshop.sink(new StringBuilder())))
                    .isEqualTo(new DeploymentOutcome.Emptied(1, "tried"));
        }
        assertThat(client.get("/").status()).isEqualTo(503);
    }

    @Test
    void a_holder_that_goes_away_in_mid_deployment_is_undone_and_the_next_one_can_go_on() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));
        Lock lock = workshop.lock(
                "the one who goes", io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait.QUEUE);
        LeasedDeployment deployment = lock.begin(workshop.spec(2, "two"));
        Workshop.perform(deployment, new StringBuilder(), Workshop.phases().subList(0, Phase.START.ordinal() + 1));
        lock.close();

        assertThat(client.get("/").body()).isEqualTo("one");
        Live live = workshop.target().inspect("shop", "production").orElseThrow();
        assertThat(live.outcome())
                .isEqualTo(new DeploymentOutcome.Restored(
                        2,
                        1,
                        "deployment 2 of release 2 by the one who goes was undone in phase ‘start’,"
                                + " because it was abandoned"));
        workshop.deploy(workshop.spec(3, "three"));
        await().until(() -> client.get("/").body().equals("three"));
    }
}
