package io.jenkins.plugins.slipway.host.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.host.ADaemonOfItsOwn;
import io.jenkins.plugins.slipway.host.Workshop;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 20: the release before does not come up again, and the deployer, the daemon and the next daemon say the same of it. */
class ABrokenRestoreIsSaidByWhoeverSeesItTest extends ADaemonOfItsOwn {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Lock lock;
    private LeasedDeployment deployment;

    @BeforeEach
    void a_deployment_has_poisoned_the_data() throws Exception {
        workshop.deploy(workshop.spec(1, "one", "frail", ""));
        lock = workshop.lock();
        deployment = lock.begin(workshop.spec(2, "two"));
        Workshop.perform(deployment, new StringBuilder(), Workshop.phases().subList(0, Phase.DEPLOY.ordinal() + 1));
        Files.writeString(workshop.data().resolve("poison"), "");
    }

    @Test
    void by_a_deployer_that_lives() throws Exception {
        StringBuilder log = new StringBuilder();

        DeploymentOutcome outcome = deployment.restore("the hook failed", Workshop.sink(log));

        lock.close();
        isBroken(outcome);
        assertThat(outcome.reason()).isEqualTo("the hook failed");
        assertThat(written()).isEqualTo(outcome);
        assertThat(log).contains(outcome.serving()).doesNotContain("is live again");
    }

    @Test
    void by_the_daemon_when_the_deployer_is_gone() {
        lock.close();

        await().atMost(PATIENCE).until(() -> written() != null);
        isBroken(written());
        assertThat(written().reason()).contains("deployment 2 of release 2 by tester was undone in phase ‘health’");
    }

    @Test
    void by_the_next_daemon_when_the_daemon_is_killed() throws Exception {
        ProcessHandle daemon =
                ProcessHandle.of(control.status().orElseThrow().pid()).orElseThrow();
        daemon.destroyForcibly();
        daemon.onExit().get();

        DeploymentOutcome outcome = deployment.restore("the hook failed", Workshop.sink(new StringBuilder()));

        isBroken(outcome);
        assertThat(written()).isEqualTo(outcome);
        assertThat(outcome.reason()).contains("because the host daemon ended");
    }

    private static void isBroken(DeploymentOutcome outcome) {
        assertThat(outcome).isInstanceOf(DeploymentOutcome.Broken.class);
        assertThat(outcome.deployment()).isEqualTo(2);
        assertThat(outcome.state()).isEqualTo(State.FAILED);
        assertThat(outcome.serving())
                .startsWith("Release 1 was started again, but is not as it was before: ")
                .contains("‘app’ exited with code 5");
    }

    private DeploymentOutcome written() {
        return workshop.target().inspect("shop", "production").orElseThrow().outcome();
    }
}
