package io.jenkins.plugins.slipway.engine.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.deploy.DeployResult;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentFailedException;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentRecovery;
import io.jenkins.plugins.slipway.engine.deploy.Yard;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.MemoryTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Walks through all phases and lets each fail, be cancelled, lose its target or lose its deployer. Afterwards one whole release
 * serves, data is what it was, and the records say what is so.
 */
final class AFailedDeploymentLeavesOneWholeReleaseTest {
    private static Yard yard;
    private static int count;

    /** Each test has an environment of its own; they share the records, which take a second to make. */
    private String place;

    @BeforeAll
    static void two_releases(@TempDir Path folder) throws Exception {
        yard = new Yard(folder);
        yard.release("1");
        yard.release("2");
    }

    @BeforeEach
    void one_release_is_live() throws Exception {
        yard.configure(Yard.CONFIG.replaceAll("(?s)environments:.*?order:", "order:"));
        place = "place-" + ++count;
        yard.target.noTrouble();
        yard.deploy(place, yard.records.releases().find("shop", 1).orElseThrow());
        yard.target.dataVersion(place, "api", "1");
    }

    @AfterAll
    static void close() {
        yard.close();
    }

    @ParameterizedTest
    @EnumSource(from = "BACKUP", to = "SERVE")
    void a_phase_that_fails_brings_the_old_release_back(Phase phase) {
        yard.target.trouble(phase, cancellation -> {
            yard.target.dataVersion(place, "api", "half");
            throw new LifecycleFailedException("the hook exited with code 7");
        });

        DeploymentFailedException failure = failing();

        assertThat(failure).hasMessageContaining("exited with code 7").hasMessageContaining("Release 1 is live again");
        assertThat(failure.result().state()).isEqualTo(State.RESTORED);
        assertThat(failure.result().phases())
                .anySatisfy(run -> assertThat(run)
                        .extracting("name", "state")
                        .containsExactly(phase.key(), Deployment.PhaseState.FAILED));
        the_old_release_is_whole(State.RESTORED);
    }

    @ParameterizedTest
    @EnumSource(from = "BACKUP", to = "SERVE")
    void a_wish_to_stop_brings_the_old_release_back(Phase phase) {
        Cancellation cancellation = new Cancellation();
        yard.target.trouble(phase, seen -> {
            cancellation.cancel();
            throw new LifecycleFailedException("it was cancelled");
        });

        assertThatThrownBy(() -> yard.act(yard.deployer().plan(yard.request(place, 2)), cancellation))
                .isInstanceOf(DeploymentFailedException.class)
                .hasMessageContaining("cancelled");

        the_old_release_is_whole(State.RESTORED);
    }

    @ParameterizedTest
    @EnumSource(from = "BACKUP", to = "SERVE")
    void a_deployer_that_is_killed_is_cleared_away_by_the_target_and_the_next_command(Phase phase) throws Exception {
        yard.target.trouble(phase, cancellation -> {
            throw new MemoryTarget.Killed();
        });
        assertThatThrownBy(() -> yard.act(yard.deployer().plan(yard.request(place, 2))))
                .isInstanceOf(MemoryTarget.Killed.class);
        assertThat(yard.recorded(place, 2).state()).isEqualTo(State.RUNNING);
        assertThat(new DeploymentRecovery(yard.ports()).closeAbandoned("shop"))
                .as("as long as the target names a holder, the deployment may be alive")
                .isEmpty();

        yard.target.loseHolder(place);

        assertThat(new DeploymentRecovery(yard.ports()).closeAbandoned("shop")).hasSize(1);
        assertThat(yard.recorded(place, 2).message()).contains("lost its holder");
        the_old_release_is_whole(State.RESTORED);
        yard.target.noTrouble();
        assertThat(yard.act(yard.deployer().plan(yard.request(place, 2))).state())
                .isEqualTo(State.LIVE);
    }

    @ParameterizedTest
    @EnumSource(from = "BACKUP", to = "SERVE")
    void a_target_that_is_lost_in_the_middle_is_asked_what_became_of_it(Phase phase) {
        yard.target.trouble(phase, cancellation -> {
            yard.target.loseHolder(place);
            throw new UncheckedIOException(new IOException("connection reset by the host"));
        });

        DeploymentFailedException failure = failing();

        assertThat(failure).hasMessageContaining("connection reset").hasMessageContaining("Release 1 is live");
        the_old_release_is_whole(State.RESTORED);
    }

    @ParameterizedTest
    @EnumSource(names = {"PREPARE", "START", "SERVE"})
    void a_bug_of_ours_brings_the_old_release_back_too(Phase phase) {
        yard.target.trouble(phase, cancellation -> {
            throw new IllegalStateException("surprise");
        });

        assertThatThrownBy(() -> yard.act(yard.deployer().plan(yard.request(place, 2))))
                .isInstanceOf(IllegalStateException.class);

        the_old_release_is_whole(State.RESTORED);
    }

    @Test
    void a_deployer_killed_after_the_switch_leaves_the_new_release_and_the_records_learn_it() {
        yard.target.trouble(Phase.POST_DEPLOY, cancellation -> {
            throw new MemoryTarget.Killed();
        });

        assertThatThrownBy(() -> yard.act(yard.deployer().plan(yard.request(place, 2))))
                .isInstanceOf(MemoryTarget.Killed.class);
        yard.target.loseHolder(place);
        assertThat(new DeploymentRecovery(yard.ports()).closeAbandoned("shop", "elsewhere"))
                .as("who looks after one environment leaves the others alone")
                .isEmpty();
        new DeploymentRecovery(yard.ports()).closeAbandoned("shop");

        assertThat(yard.target.serving(place)).isEqualTo(2);
        assertThat(yard.recorded(place, 2).state()).isEqualTo(State.LIVE);
    }

    @Test
    void a_failed_first_deployment_leaves_the_environment_empty_and_says_so() {
        yard.target.trouble(Phase.HEALTH, cancellation -> {
            throw new LifecycleFailedException("nobody listens");
        });

        assertThatThrownBy(() -> yard.act(yard.deployer().plan(yard.request("empty", 1))))
                .hasMessageContaining("Nothing was live before, and nothing is now");

        assertThat(yard.target.serving("empty")).isNull();
        assertThat(yard.recorded("empty", 1).state()).isEqualTo(State.FAILED);
    }

    @Test
    void what_failed_is_kept_for_inspection_where_the_environment_says_so() throws Exception {
        yard.configure(Yard.CONFIG);
        yard.deploy("kept", yard.records.releases().find("shop", 1).orElseThrow());
        yard.target.trouble(Phase.START, cancellation -> {
            throw new LifecycleFailedException("it dies at once");
        });

        assertThatThrownBy(() -> yard.act(yard.deployer().plan(yard.request("kept", 2))))
                .hasMessageContaining("left as it failed");

        assertThat(yard.recorded("kept", 2).state()).isEqualTo(State.FAILED);
        assertThat(yard.target.story()).contains("keep 2");
        assertThat(yard.target.serving("kept")).isNull();
    }

    private DeploymentFailedException failing() {
        return catchThrowableOfType(
                DeploymentFailedException.class, () -> yard.act(yard.deployer().plan(yard.request(place, 2))));
    }

    private void the_old_release_is_whole(State state) {
        assertThat(yard.target.serving(place)).isEqualTo(1);
        assertThat(yard.target.dataVersion(place, "api")).isEqualTo("1");
        assertThat(yard.recorded(place, 2).state()).isEqualTo(state);
        assertThat(yard.records.deployments().running("shop")).isEmpty();
        assertThat(yard.records.deployments().live("shop", place).orElseThrow().release())
                .isEqualTo(1);
        assertThat(yard.target.inspect("shop", place).orElseThrow().holder())
                .as("the lock is given back")
                .isNull();
    }

    @Test
    void a_whole_deployment_goes_through_all_phases_in_order() throws Exception {
        DeployResult result = yard.act(yard.deployer().plan(yard.request(place, 2)));

        List<String> names =
                result.phases().stream().map(Deployment.PhaseRun::name).toList();
        assertThat(names)
                .containsExactly(Arrays.stream(Phase.values()).map(Phase::key).toArray(String[]::new));
        assertThat(yard.recorded(place, 2).phases()).isEqualTo(result.phases());
    }
}
