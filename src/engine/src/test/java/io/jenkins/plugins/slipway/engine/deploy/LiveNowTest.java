package io.jenkins.plugins.slipway.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.environment.Deployment.Kind;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveNowTest {
    private Yard yard;
    private LiveNow now;

    @BeforeEach
    void one_release_is_live(@TempDir Path folder) throws Exception {
        yard = new Yard(folder);
        yard.release("1");
        yard.release("2");
        yard.deploy("kept", yard.records.releases().find("shop", 1).orElseThrow());
        now = new LiveNow(yard.target, yard.records.deployments());
    }

    @AfterEach
    void close() {
        yard.close();
    }

    @Test
    void what_serves_is_live() {
        assertThat(now.in("shop", "kept")).contains(new LiveNow.Live(1, 1));
        assertThat(now.undisturbed("shop", "kept")).hasValue(1);
    }

    @Test
    void nothing_is_live_where_a_failure_was_kept_though_the_records_know_an_older_release() {
        yard.target.trouble(Phase.START, cancellation -> {
            throw new LifecycleFailedException("it dies at once");
        });
        assertThatThrownBy(() -> yard.act(yard.deployer().plan(yard.request("kept", 2))))
                .isInstanceOf(DeploymentFailedException.class);

        assertThat(yard.records.deployments().live("shop", "kept")).isPresent();
        assertThat(now.in("shop", "kept")).isEmpty();
        assertThat(now.undisturbed("shop", "kept")).isEmpty();
    }

    @Test
    void what_another_machine_serves_is_known_from_the_records() {
        var elsewhere = yard.records
                .deployments()
                .begin("shop", "staging", Kind.DEPLOY, 2, null, 0, yard.clock.instant(), "ann", "");
        yard.records.deployments().end(elsewhere, State.LIVE, yard.clock.instant(), "", List.of());

        assertThat(now.in("shop", "staging")).contains(new LiveNow.Live(elsewhere.number(), 2));
    }

    @Test
    void an_environment_that_somebody_holds_is_not_undisturbed() throws Exception {
        try (Lock held = yard.target.lock(
                new Target.LockRequest("shop", "kept", "ann", Wait.REFUSE, Duration.ofSeconds(1)),
                holder -> {},
                Cancellation.never())) {
            assertThat(held.live().release()).isEqualTo(1);
            assertThat(now.undisturbed("shop", "kept")).isEmpty();
        }
        assertThat(now.undisturbed("shop", "kept")).hasValue(1);
    }
}
