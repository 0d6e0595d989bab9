package io.jenkins.plugins.slipway.engine.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.deploy.Yard;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.rollback.RollbackRequest.DataPolicy;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RollbackPlannerTest {
    private Yard yard;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        yard = new Yard(folder);
        yard.configure(Yard.CONFIG.replace(", requires: [staging]", ""));
    }

    @AfterEach
    void close() {
        yard.close();
    }

    private void deployed(String environment, String... versions) throws InterruptedException {
        for (String version : versions) {
            yard.deploy(environment, yard.release(version));
            yard.target.dataVersion(environment, "api", version);
        }
    }

    @Test
    void it_goes_to_the_release_that_was_live_before_with_applications_the_other_way_round() throws Exception {
        deployed("staging", "1", "2", "3");

        DeployPlan plan = yard.planRollback("staging", null, DataPolicy.NONE);

        assertThat(plan.kind()).isEqualTo(Deployment.Kind.ROLLBACK);
        assertThat(plan.release().number()).isEqualTo(2);
        assertThat(plan.previous()).isEqualTo(3);
        assertThat(plan.applications())
                .extracting(ReleaseSpec.Artifact::application)
                .containsExactly("web", "api");
        assertThat(plan).isEqualTo(yard.planRollback("staging", null, DataPolicy.NONE));
    }

    @Test
    void it_passes_over_what_is_quarantined_expired_or_failed_its_gate() throws Exception {
        deployed("staging", "1", "2", "3", "4", "5");
        yard.records.releases().quarantine("shop", 4, new Release.Quarantine("ann", Instant.EPOCH, "loses orders"));
        yard.records.releases().expire("shop", 3, Instant.EPOCH);
        yard.records
                .verdicts()
                .add(new Verdict(
                        "shop",
                        "staging",
                        2,
                        Map.of(),
                        Verdict.Status.FAILED,
                        List.of(),
                        List.of(),
                        Instant.EPOCH,
                        "ann"));

        assertThat(yard.planRollback("staging", null, DataPolicy.NONE).release().number())
                .isEqualTo(1);
    }

    @Test
    void a_release_that_never_went_live_there_is_no_way_back() throws Exception {
        deployed("staging", "1");
        yard.release("2");

        assertThatThrownBy(() -> yard.planRollback("staging", null, DataPolicy.NONE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("none was ever live there");
        assertThatThrownBy(() -> yard.planRollback("staging", 2, DataPolicy.NONE))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("never live in environment ‘staging’");
        assertThatThrownBy(() -> yard.planRollback("staging", 1, DataPolicy.NONE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is what is live");
        assertThatThrownBy(() -> yard.planRollback("production", null, DataPolicy.NONE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Nothing is live in environment ‘production’");
    }

    @Test
    void all_that_stands_in_the_way_is_named() throws Exception {
        deployed("staging", "1", "2");
        yard.records.releases().quarantine("shop", 1, new Release.Quarantine("ann", Instant.EPOCH, "loses orders"));

        assertThatThrownBy(() -> yard.planRollback("staging", null, DataPolicy.NONE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("loses orders")
                .hasMessageContaining("1970-01-01")
                .hasMessageContaining("slipway quarantine 1 --lift");
    }

    @Test
    void down_goes_to_the_version_that_was_recorded_when_the_release_was_replaced() throws Exception {
        deployed("staging", "1", "2", "3");

        DeployPlan plan = yard.planRollback("staging", 1, DataPolicy.DOWN);

        assertThat(plan.data().change()).isEqualTo(Map.of("api", new DataChange.Down("1", null)));
        assertThat(plan.data().backup())
                .as("so that a rollback that fails can be undone")
                .isTrue();
        assertThat(plan.describe())
                .anyMatch(line -> line.contains("down to schema version 1 by the script of release 3:"
                        + " ./d --to $SLIPWAY_TO_VERSION (SLIPWAY_TO_VERSION=1)"));
    }

    @Test
    void restore_loads_the_backup_of_then_and_says_what_is_lost() throws Exception {
        deployed("production", "1", "2");

        DeployPlan plan = yard.planRollback("production", null, DataPolicy.RESTORE);

        assertThat(plan.data().change()).isEqualTo(Map.of("api", new DataChange.Restore("version=1")));
        assertThat(plan.account().notes()).contains("What was written to ‘api’ after deployment 2 began is lost.");
    }

    @Test
    void what_cannot_be_done_to_data_is_refused_with_what_can() throws Exception {
        deployed("staging", "1", "2");
        assertThatThrownBy(() -> yard.planRollback("staging", null, DataPolicy.RESTORE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no backup of ‘api’ was taken")
                .hasMessageContaining("--data none");

        yard.configure(yard.configText().replace("    down: ./d --to $SLIPWAY_TO_VERSION\n", ""));
        deployed("staging", "3");
        assertThatThrownBy(() -> yard.planRollback("staging", null, DataPolicy.DOWN))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("release 3 declares no down script for ‘api’ (data/api/down)");
    }

    @Test
    void none_leaves_data_and_warns_when_it_turns_out_to_be_of_another_version() throws Exception {
        deployed("staging", "1", "2");

        DeployPlan plan = yard.planRollback("staging", null, DataPolicy.NONE);
        yard.act(plan);

        assertThat(plan.account().notes())
                .anyMatch(note -> note.contains("stays as it is") && note.contains("schema version 1"));
        assertThat(yard.notes)
                .anyMatch(note -> note.contains("‘api’ is at schema version 2") && note.contains("it was 1"));
        assertThat(yard.target.dataVersion("staging", "api")).isEqualTo("2");
    }
}
