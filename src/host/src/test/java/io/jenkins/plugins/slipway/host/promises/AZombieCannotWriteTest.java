package io.jenkins.plugins.slipway.host.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.host.AHost;
import io.jenkins.plugins.slipway.host.DeployerMain;
import io.jenkins.plugins.slipway.host.Workshop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 6. */
class AZombieCannotWriteTest extends AHost {
    @BeforeEach
    void one_release_serves() throws Exception {
        workshop.deploy(workshop.spec(5, "one"));
    }

    @Test
    void a_deployer_that_was_suspended_past_its_lease_is_refused_at_its_first_write() throws Exception {
        Path said = folder.resolve("said");
        Process deployer = DeployerMain.start(workshop, 6, Phase.START, said);
        try {
            await().until(() -> Files.exists(said) && Files.readString(said).contains("waits"));
            signal(deployer, "-STOP");
            await().until(() -> workshop.target()
                            .inspect("shop", "production")
                            .orElseThrow()
                            .outcome()
                    != null);
            assertThat(client.get("/").body()).isEqualTo("one");
            workshop.deploy(workshop.spec(7, "three"));

            signal(deployer, "-CONT");
            deployer.getOutputStream().write('\n');
            deployer.getOutputStream().flush();

            assertThat(deployer.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(said).content().contains("RefusedException");
            assertThat(client.get("/").body()).isEqualTo("three");
        } finally {
            deployer.destroyForcibly();
        }
    }

    @Test
    void a_number_that_was_seen_before_is_refused() throws Exception {
        for (int number : new int[] {4, 5}) {
            try (Lock lock = workshop.lock()) {
                assertThatThrownBy(() -> lock.begin(workshop.spec(number, "old")))
                        .isInstanceOf(RefusedException.class)
                        .hasMessage(
                                "deployment " + number + " of ‘production’ comes too late: deployment 5 came first");
            }
        }
        assertThat(client.get("/").body()).isEqualTo("one");
    }

    @Test
    void a_lock_that_was_given_back_gives_no_right_to_write() throws Exception {
        Lock lock = workshop.lock();
        LeasedDeployment deployment = lock.begin(workshop.spec(6, "two"));
        lock.close();
        Lock other = workshop.lock("other", Wait.REFUSE);

        assertThatThrownBy(() -> deployment
                        .operation(Workshop.step(Phase.PREPARE))
                        .run(Workshop.sink(new StringBuilder()), Cancellation.never()))
                .isInstanceOf(RefusedException.class);
        other.close();
    }

    private static void signal(Process process, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
