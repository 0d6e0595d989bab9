package io.jenkins.plugins.slipway.host.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import io.jenkins.plugins.slipway.host.ADaemonOfItsOwn;
import io.jenkins.plugins.slipway.host.Client;
import io.jenkins.plugins.slipway.host.DeployerMain;
import io.jenkins.plugins.slipway.host.Load;
import io.jenkins.plugins.slipway.host.Workshop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 4, with a daemon in a process of its own that can be killed. */
class AFailedOrKilledDeploymentLeavesOneWholeReleaseTest extends ADaemonOfItsOwn {
    @BeforeEach
    void start() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));
        client.get("/append?kept");
    }

    @Test
    void a_deployer_that_is_killed_costs_no_request_and_no_file() throws Exception {
        Path said = folder.resolve("said");
        Process deployer = DeployerMain.start(workshop, 2, Phase.DEPLOY, said);
        List<Client.Answer> answers;
        try (Load load = new Load(client, 4, "GET", "/")) {
            await().until(() -> Files.exists(said) && Files.readString(said).contains("waits"));
            deployer.destroyForcibly();
            await().until(() -> live().outcome() != null);
            answers = load.end();
        }

        assertThat(answers).extracting(Client.Answer::status).containsOnly(200);
        assertThat(answers).extracting(Client.Answer::body).containsOnly("one");
        assertThat(live().outcome().account())
                .contains("because the connection of its deployer ended. Release 1 is live again.");
        whole("one");
    }

    @Test
    void a_daemon_that_is_killed_in_any_phase_leaves_the_old_release_to_the_next_one() throws Exception {
        int number = 1;
        for (Phase phase : List.of(Phase.HOLD, Phase.UNMOUNT, Phase.START, Phase.SERVE)) {
            number++;
            Lock lock = workshop.lock();
            LeasedDeployment deployment = lock.begin(workshop.spec(number, "never"));
            Workshop.perform(deployment, new StringBuilder(), Workshop.phases().subList(0, phase.ordinal() + 1));

            killDaemon();

            Live live = live();
            await().until(() -> live().outcome() != null);
            assertThat(live().outcome().account())
                    .as(phase.key())
                    .contains(
                            "in phase ‘" + phase.key() + "’, because the host daemon ended. Release 1 is live again.");
            assertThat(live.release()).isEqualTo(1);
            lock.close();
            whole("one");
        }
        workshop.deploy(workshop.spec(number + 1, "next"));
        whole("next");
    }

    @Test
    void applications_outlive_the_daemon_and_the_next_one_takes_them_over() throws Exception {
        String pid = client.get("/born").body();

        killDaemon();
        control.start(null, null);

        await().until(() -> client.get("/born").status() == 200);
        assertThat(client.get("/born").body()).isEqualTo(pid);
        client.send("POST", "/die", "");
        assertThat(client.get("/born").body()).isNotEqualTo(pid);
        whole("one");
    }

    private void killDaemon() throws Exception {
        ProcessHandle daemon =
                ProcessHandle.of(control.status().orElseThrow().pid()).orElseThrow();
        daemon.destroyForcibly();
        daemon.onExit().get();
    }

    private void whole(String version) {
        assertThat(client.get("/")).isEqualTo(new Client.Answer(200, version));
        assertThat(client.get("/lines").body()).isEqualTo("kept\n");
        assertThat(workshop.data().resolve("overlap")).doesNotExist();
    }

    private Live live() {
        return workshop.target().inspect("shop", "production").orElseThrow();
    }
}
