package io.jenkins.plugins.slipway.cli.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentFailedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.rollback.RollbackRequest.DataPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data goes exactly where the plan said it would, and nowhere before somebody carries the plan out. */
final class ARollbackSaysWhatItWillDoToDataTest {
    private Shop shop;

    @BeforeEach
    void two_releases_were_live(@TempDir Path folder) throws Exception {
        shop = Shop.build(folder);
        shop.release("1");
        shop.release("2");
        shop.deploy("production", 1);
        shop.deploy("production", 2);
        assertThat(shop.schema("production")).isEqualTo("2");
    }

    @AfterEach
    void close() throws Exception {
        shop.close();
    }

    @Test
    void down_runs_the_bad_releases_script_with_the_version_of_then_and_can_be_undone_and_repeated() throws Exception {
        DeployPlan plan = shop.planRollback("production", DataPolicy.DOWN);
        assertThat(plan.describe())
                .anyMatch(line -> line.contains("down to schema version 1 by the script of release 2:"
                        + " echo $SLIPWAY_TO_VERSION > data/schema (SLIPWAY_TO_VERSION=1)"));
        assertThat(plan.data().backup()).isTrue();
        assertThat(shop.schema("production")).as("a plan changes nothing").isEqualTo("2");

        Path poison = Files.createFile(shop.data("production").resolve("poison-1"));
        assertThatThrownBy(() -> shop.act(plan))
                .isInstanceOf(DeploymentFailedException.class)
                .hasMessageContaining("Release 2 is live again");
        assertThat(shop.schema("production"))
                .as("a rollback that fails takes back what it did to data")
                .isEqualTo("2");
        assertThat(shop.records().releases().find("shop", 2).orElseThrow().quarantine())
                .isNull();
        Files.delete(poison);

        assertThat(shop.act(plan).state()).isEqualTo(State.LIVE);

        // Release 1's own deploy hook would bring the schema to 1 as well: what down did is in its log.
        assertThat(shop.schema("production")).isEqualTo("1");
        assertThat(shop.home.resolve("journal/shop/production/4/unmount.log"))
                .content()
                .contains("down to version 1");
        assertThat(shop.records().releases().find("shop", 2).orElseThrow().quarantine())
                .isNotNull();
        assertThatThrownBy(() -> shop.deploy("production", 2))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("quarantined");
    }

    @Test
    void restore_loads_the_backup_of_then_and_the_plan_says_what_is_lost() throws Exception {
        DeployPlan plan = shop.planRollback("production", DataPolicy.RESTORE);
        String backup = shop.recorded("production", 2).backups().get("app");
        assertThat(plan.describe())
                .anyMatch(line -> line.contains("SLIPWAY_BACKUP=" + backup))
                .contains("Note: What was written to ‘app’ after deployment 2 began is lost.");

        assertThat(shop.act(plan).state()).isEqualTo(State.LIVE);

        assertThat(shop.schema("production")).isEqualTo("1");
        assertThat(shop.home.resolve("journal/shop/production/3/mount.log"))
                .content()
                .contains(backup);
    }

    @Test
    void a_deployment_that_fails_halfway_through_a_migration_leaves_data_as_it_was() throws Exception {
        shop.release("sick");

        assertThatThrownBy(() -> shop.deploy("production", 3))
                .isInstanceOf(DeploymentFailedException.class)
                .hasMessageContaining("exited with code 9")
                .hasMessageContaining("Release 2 is live again");

        assertThat(shop.schema("production")).isEqualTo("2");
    }
}
