package io.jenkins.plugins.slipway.engine.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentFailedException;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentRecovery;
import io.jenkins.plugins.slipway.engine.deploy.Yard;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.MemoryTarget;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The target decides how a deployment ended; the record, the message and the result say the same. */
final class HowADeploymentEndedIsTheSameEverywhereTest {
    private static final String PLACE = "quick";

    private Yard yard;

    @BeforeEach
    void one_release_is_live(@TempDir Path folder) throws Exception {
        yard = new Yard(folder);
        yard.release("1");
        yard.release("2");
        yard.deploy(PLACE, yard.records.releases().find("shop", 1).orElseThrow());
    }

    @AfterEach
    void close() {
        yard.close();
    }

    @Test
    void a_restore_that_broke_is_a_failure_and_its_fault_is_in_record_and_message() {
        yard.target.breakRestores("api did not answer").trouble(Phase.DEPLOY, cancellation -> {
            throw new LifecycleFailedException("hooks.deploy of api exited with code 7");
        });

        DeploymentFailedException failure = failing(PLACE);

        assertThat(outcome(PLACE)).isInstanceOf(DeploymentOutcome.Broken.class);
        assertThat(failure.result().state()).isEqualTo(State.FAILED);
        assertThat(yard.recorded(PLACE, 2).state()).isEqualTo(State.FAILED);
        assertThat(yard.recorded(PLACE, 2).message())
                .isEqualTo(failure.result().message())
                .isEqualTo("hooks.deploy of api exited with code 7. Release 1 was started again, but is not as it was"
                        + " before: api did not answer.");
        assertThat(failure).hasMessageContaining("is not as it was before: api did not answer");
    }

    @ParameterizedTest
    @EnumSource(from = "BACKUP", to = "SERVE")
    void a_restore_that_broke_is_the_same_failure_if_the_deployer_is_killed(Phase phase) {
        yard.target.breakRestores("api did not answer").trouble(phase, cancellation -> {
            throw new MemoryTarget.Killed();
        });
        assertThatThrownBy(() -> yard.act(yard.deployer().plan(yard.request(PLACE, 2))))
                .isInstanceOf(MemoryTarget.Killed.class);
        yard.target.loseHolder(PLACE);

        new DeploymentRecovery(yard.ports()).closeAbandoned("shop");

        assertThat(yard.recorded(PLACE, 2).state()).isEqualTo(State.FAILED);
        assertThat(yard.recorded(PLACE, 2).message())
                .isEqualTo(outcome(PLACE).message())
                .contains("lost its holder")
                .contains("is not as it was before: api did not answer");
    }

    @Test
    void what_failed_after_the_switch_is_in_the_record_of_a_live_release() {
        yard.target.trouble(Phase.POST_DEPLOY, cancellation -> {
            throw new LifecycleFailedException("hooks.post_deploy of web exited with code 4");
        });

        DeploymentFailedException failure = failing(PLACE);

        assertThat(failure.result().state()).isEqualTo(State.LIVE);
        assertThat(yard.recorded(PLACE, 2).state()).isEqualTo(State.LIVE);
        assertThat(yard.recorded(PLACE, 2).message())
                .isEqualTo(failure.result().message())
                .contains("‘post_deploy’")
                .contains("hooks.post_deploy of web exited with code 4");
    }

    @Test
    void the_reason_that_a_user_gave_is_kept_beside_what_went_wrong() throws Exception {
        yard.deploy(PLACE, yard.records.releases().find("shop", 2).orElseThrow());
        yard.target.trouble(Phase.START, cancellation -> {
            throw new LifecycleFailedException("nobody listens");
        });

        assertThatThrownBy(() -> yard.rollback(PLACE)).isInstanceOf(DeploymentFailedException.class);

        assertThat(yard.recorded(PLACE, 3).reason()).isNotEmpty().doesNotContain("nobody listens");
        assertThat(yard.recorded(PLACE, 3).message()).isEqualTo("nobody listens");
    }

    @Test
    void what_is_not_healthy_after_the_hooks_fails_in_the_phase_of_health() {
        yard.target.trouble(Phase.HEALTH, new AtTheSecondTime("/health answers 500"));

        DeploymentFailedException failure = failing(PLACE);

        assertThat(failure.result().phases())
                .filteredOn(run -> run.state() == PhaseState.FAILED)
                .singleElement()
                .satisfies(run -> assertThat(run.name()).isEqualTo("health"));
        assertThat(failure.result().phases())
                .filteredOn(run -> run.name().equals("deploy"))
                .hasSize(1);
    }

    @Test
    void what_was_kept_as_it_failed_is_said_by_the_target_too() throws Exception {
        yard.deploy("kept", yard.records.releases().find("shop", 1).orElseThrow());
        yard.target.trouble(Phase.START, cancellation -> {
            throw new LifecycleFailedException("it dies at once");
        });

        failing("kept");

        assertThat(outcome("kept")).isEqualTo(new DeploymentOutcome.Kept(2, "it dies at once"));
        assertThat(yard.recorded("kept", 2).message()).isEqualTo("it dies at once");
    }

    private DeploymentOutcome outcome(String place) {
        return yard.target.inspect("shop", place).orElseThrow().outcome();
    }

    private DeploymentFailedException failing(String place) {
        return catchThrowableOfType(
                DeploymentFailedException.class, () -> yard.act(yard.deployer().plan(yard.request(place, 2))));
    }

    /** Fails when the phase is performed once more. */
    private static final class AtTheSecondTime implements MemoryTarget.Trouble {
        private final String message;
        private boolean seen;

        AtTheSecondTime(String message) {
            this.message = message;
        }

        @Override
        public void happen(Cancellation cancellation) {
            if (seen) {
                throw new LifecycleFailedException(message);
            }
            seen = true;
        }
    }
}
