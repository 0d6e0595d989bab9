package io.jenkins.plugins.slipway.cli.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.rollback.RollbackRequest.DataPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers, not times, order deployments. */
@NullUnmarked
final class TheClockGoesBackwardsTest {
    @TempDir
    private Path folder;

    @Test
    void the_newest_deployment_is_live_and_the_one_before_is_gone_back_to() throws Exception {
        try (Shop shop = Shop.build(folder)) {
            shop.release("1");
            shop.release("2");
            shop.deploy("staging", 1);
            Shop yesterday = shop.withClock(Clock.offset(Clock.systemUTC(), Duration.ofDays(-1)));

            yesterday.deploy("staging", 2);

            assertThat(yesterday.live("staging").release()).isEqualTo(2);
            assertThat(yesterday
                            .records()
                            .deployments()
                            .live("shop", "staging")
                            .orElseThrow()
                            .release())
                    .isEqualTo(2);
            assertThat(yesterday.records().deployments().history("shop", "staging", 9))
                    .extracting(Deployment::number)
                    .containsExactly(2, 1);
            assertThat(yesterday
                            .planRollback("staging", DataPolicy.NONE)
                            .release()
                            .number())
                    .isEqualTo(1);
            yesterday.killDaemon();
            assertThat(yesterday.live("staging").release()).isEqualTo(2);
        }
    }
}
