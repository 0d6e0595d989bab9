package io.jenkins.plugins.slipway.engine.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentFailedException;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentRecovery;
import io.jenkins.plugins.slipway.engine.deploy.Yard;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.rollback.RollbackRequest.DataPolicy;
import io.jenkins.plugins.slipway.engine.target.MemoryTarget;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ABadReleaseDoesNotComeBackByItselfTest {
    private Yard yard;

    @BeforeEach
    void two_releases_were_live(@TempDir Path folder) throws Exception {
        yard = new Yard(folder);
        yard.deploy("staging", yard.release("1"));
        yard.deploy("staging", yard.release("2"));
    }

    @AfterEach
    void close() {
        yard.close();
    }

    private Release release(int number) {
        return yard.records.releases().find("shop", number).orElseThrow();
    }

    @Test
    void what_was_rolled_back_is_refused_everywhere_until_it_is_lifted() throws Exception {
        assertThat(yard.rollback("staging").state()).isEqualTo(State.LIVE);

        assertThat(yard.target.serving("staging")).isEqualTo(1);
        assertThatThrownBy(() -> yard.deployer().plan(yard.request("quick", 2)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("quarantined since 2026-03-04 05:06 UTC by ann")
                .hasMessageContaining("slipway quarantine 2 --lift");

        yard.records.releases().lift("shop", 2, "bob", yard.clock.instant(), "it was the network");
        assertThat(yard.deploy("quick", release(2)).state()).isEqualTo(State.LIVE);
    }

    @Test
    void a_deployment_that_was_waiting_while_its_release_turned_bad_is_refused() throws Exception {
        DeployPlan planned = yard.deployer().plan(yard.request("staging", 2));
        yard.rollback("staging");

        assertThatThrownBy(() -> yard.act(planned))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("quarantined");

        assertThat(yard.target.serving("staging")).isEqualTo(1);
    }

    @Test
    void a_rollback_planned_from_what_is_no_longer_live_is_refused() throws Exception {
        DeployPlan planned = yard.planRollback("staging", null, DataPolicy.NONE);
        yard.deploy("staging", yard.release("3"));

        assertThatThrownBy(() -> yard.act(planned))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("release 3 is live now, but the rollback was planned from release 2");

        assertThat(release(2).quarantine()).isNull();
        assertThat(yard.target.serving("staging")).isEqualTo(3);
    }

    @Test
    void a_rollback_that_fails_or_is_killed_marks_nothing_and_can_be_repeated() throws Exception {
        yard.target.trouble(Phase.START, cancellation -> {
            throw new LifecycleFailedException("no memory");
        });
        assertThatThrownBy(() -> yard.rollback("staging")).isInstanceOf(DeploymentFailedException.class);
        assertThat(release(2).quarantine()).isNull();

        yard.target.trouble(Phase.START, cancellation -> {
            throw new MemoryTarget.Killed();
        });
        assertThatThrownBy(() -> yard.rollback("staging")).isInstanceOf(MemoryTarget.Killed.class);
        yard.target.loseHolder("staging");
        assertThat(yard.target.serving("staging")).isEqualTo(2);

        yard.target.noTrouble();
        assertThat(yard.rollback("staging").release()).isEqualTo(1);
        assertThat(release(2).quarantine()).isNotNull();
        assertThat(yard.recorded("staging", 4).state()).isEqualTo(State.RESTORED);
    }

    @Test
    void a_rollback_killed_just_after_the_switch_still_has_its_quarantine_done() throws Exception {
        // As after a kill between the target's commit and the records: they know nothing of the end yet.
        var begun = yard.records
                .deployments()
                .begin(
                        "shop",
                        "staging",
                        Deployment.Kind.ROLLBACK,
                        1,
                        2,
                        2,
                        yard.clock.instant(),
                        "ann",
                        "loses orders");
        var lock = yard.target.lock(
                new Target.LockRequest("shop", "staging", "ann", Wait.QUEUE, Duration.ofSeconds(1)),
                holder -> {},
                Cancellation.never());
        lock.begin(new ReleaseSpec(
                        "shop",
                        begun.number(),
                        1,
                        List.of(),
                        yard.config(),
                        yard.config().environments().get("staging"),
                        "",
                        "/",
                        false,
                        Map.of()))
                .commit();
        lock.close();

        new DeploymentRecovery(yard.ports()).closeAbandoned("shop");

        assertThat(yard.recorded("staging", 3).state()).isEqualTo(State.LIVE);
        assertThat(release(2).quarantine()).isNotNull();
        assertThat(release(2).quarantine().reason()).isEqualTo("loses orders");
    }

    @Test
    void a_release_that_fails_its_watch_is_rolled_back_and_quarantined() throws Exception {
        yard.deploy("watched", release(1));
        yard.target.trouble(Phase.WATCH, cancellation -> {
            if (yard.target.serving("watched") == 2) {
                throw new LifecycleFailedException("‘web’ answered 500");
            }
        });

        assertThatThrownBy(() -> yard.act(yard.deployer().plan(yard.request("watched", 2))))
                .isInstanceOfSatisfying(DeploymentFailedException.class, failure -> {
                    assertThat(failure.result().state()).isEqualTo(State.RESTORED);
                    assertThat(failure.result().deployment()).isEqualTo(2);
                })
                .hasMessageContaining("answered 500")
                .hasMessageContaining("Release 1 is live again (deployment 3), and release 2 is quarantined");

        assertThat(yard.target.serving("watched")).isEqualTo(1);
        assertThat(release(2).quarantine()).isNotNull();
    }

    @Test
    void a_first_release_that_fails_its_watch_stays_as_there_is_nothing_to_go_back_to() {
        yard.target.trouble(Phase.WATCH, cancellation -> {
            throw new LifecycleFailedException("‘web’ answered 500");
        });

        assertThatThrownBy(() -> yard.act(yard.deployer().plan(yard.request("watched", 2))))
                .isInstanceOfSatisfying(
                        DeploymentFailedException.class,
                        failure -> assertThat(failure.result().state()).isEqualTo(State.LIVE))
                .hasMessageContaining("It stays live, as it was not rolled back");

        assertThat(yard.target.serving("watched")).isEqualTo(2);
    }
}
