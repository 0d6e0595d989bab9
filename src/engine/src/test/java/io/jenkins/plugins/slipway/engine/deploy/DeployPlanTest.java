package io.jenkins.plugins.slipway.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.rollback.RollbackRequest.DataPolicy;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeployPlanTest {
    private Yard yard;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        yard = new Yard(folder);
    }

    @AfterEach
    void close() {
        yard.close();
    }

    @Test
    void a_plan_says_phase_by_phase_what_happens_and_changes_nothing() throws Exception {
        Release one = yard.release("1");
        yard.deploy("staging", one);
        Release two = yard.release("2");
        int done = yard.target.story().size();

        DeployPlan plan = yard.deployer().plan(yard.request("staging", null));

        assertThat(plan.release()).isEqualTo(two);
        assertThat(plan.previous()).isEqualTo(1);
        assertThat(plan.applications())
                .extracting(ReleaseSpec.Artifact::application)
                .containsExactly("api", "web");
        assertThat(plan.backup()).isFalse();
        assertThat(String.join("\n", plan.describe()))
                .contains("Deploy project ‘shop’ to release 2 in environment ‘staging’ (now live: release 1).")
                .contains("lock         Takes the environment's lock. Queues while another deployment holds it.")
                .contains("hold         Parks idempotent requests for up to 1m each and answers others 503.")
                .contains("unmount      Stops release 1.")
                .contains("mount        Mounts data in ‘api’.")
                .contains("services     Connects ‘web’ with api.")
                .contains("deploy       Runs the deploy hook of ‘api’.")
                .contains("release 1 is brought back.");
        assertThat(yard.deployer().plan(yard.request("staging", null)))
                .as("planned again, it is the same plan")
                .isEqualTo(plan);
        assertThat(yard.target.story()).hasSize(done);
        assertThat(yard.records.deployments().history("shop", "staging", 9)).hasSize(1);
    }

    @Test
    void a_first_deployment_clones_the_parents_data_and_production_is_backed_up() throws Exception {
        yard.configure(Yard.CONFIG.replace(", requires: [staging]", ""));
        Release one = yard.release("1");
        assertThat(yard.deployer().plan(yard.request("staging", 1)).describe())
                .anyMatch(line -> line.contains("cloned from environment ‘production’"));
        yard.deploy("production", one);

        DeployPlan plan = yard.deployer().plan(yard.request("production", 1));

        assertThat(plan.backup()).isTrue();
        assertThat(plan.describe())
                .anyMatch(line -> line.contains("Backs up the data of ‘api’ by its script."))
                .contains("Note: Release 1 is already live; it is restarted.");
    }

    @Test
    void an_environment_that_is_not_declared_is_refused_with_the_one_that_was_meant() {
        yard.release("1");
        assertThatThrownBy(() -> yard.deployer().plan(yard.request("stagging", 1)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("‘stagging’")
                .hasMessageContaining("Did you mean ‘staging’?")
                .hasMessageContaining("production");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "..", "../x", "-x", "ümlaut", "a/b", "a\nb"})
    void a_name_that_cannot_be_an_environment_is_refused_also_where_none_is_declared(String name) throws Exception {
        yard.configure(Yard.CONFIG.replaceAll("(?s)environments:.*?order:", "order:"));
        yard.release("1");
        assertThatThrownBy(() -> yard.deployer().plan(yard.request(name, 1)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("cannot be the name of an environment");
    }

    @Test
    void a_release_that_does_not_exist_or_is_not_kept_is_refused() {
        assertThatThrownBy(() -> yard.deployer().plan(yard.request("staging", null)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("slipway build");
        Release one = yard.release("1");
        assertThatThrownBy(() -> yard.deployer().plan(yard.request("staging", 7)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("Release 7")
                .hasMessageContaining("newest is 1");
        yard.artifacts.remove(one.artifacts().get("web"));
        assertThatThrownBy(() -> yard.deployer().plan(yard.request("staging", 1)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("‘web’");
        yard.records.releases().expire("shop", 1, Instant.EPOCH);
        assertThatThrownBy(() -> yard.deployer().plan(yard.request("staging", 1)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no longer kept");
    }

    @Test
    void a_requirement_that_is_not_met_is_refused_with_the_way_to_meet_it() throws Exception {
        Release one = yard.release("1");
        assertThatThrownBy(() -> yard.deployer().plan(yard.request("production", 1)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("‘production’ requires ‘staging’")
                .hasMessageContaining("slipway deploy staging --release 1");

        yard.deploy("staging", one);

        assertThat(yard.deploy("production", one).state()).isEqualTo(State.LIVE);
    }

    @Test
    void a_clock_that_goes_backwards_changes_neither_numbers_nor_order() throws Exception {
        yard.deploy("staging", yard.release("1"));
        Instant before = yard.clock.instant();
        yard.clock = Clock.fixed(before.minusSeconds(7200), ZoneOffset.UTC);

        yard.deploy("staging", yard.release("2"));

        var live = yard.records.deployments().live("shop", "staging").orElseThrow();
        assertThat(live.number()).isEqualTo(2);
        assertThat(live.ended()).isAfterOrEqualTo(live.started());
        assertThat(yard.planRollback("staging", null, DataPolicy.NONE).release().number())
                .isEqualTo(1);
    }

    @Test
    void copies_of_journal_logs_manifest_and_report_are_left_with_the_project_and_kept_out_of_git() throws Exception {
        yard.deploy("staging", yard.release("1"));

        Path out = yard.project.resolve(".slipway/out");
        assertThat(out.resolve(".gitignore")).hasContent("*");
        assertThat(out.resolve("staging-1"))
                .isDirectoryContaining("glob:**journal.jsonl")
                .isDirectoryContaining("glob:**verify.log")
                .isDirectoryContaining("glob:**start.log");
        assertThat(out.resolve("staging-1/report.json")).content().contains("\"state\" : \"LIVE\"");
        assertThat(out.resolve("staging-1/manifest.json")).content().contains("sha256:");
    }

    @Test
    void copies_that_cannot_be_left_do_not_fail_the_deployment_and_follow_no_link() throws Exception {
        Path elsewhere = Files.createDirectory(yard.home.resolve("elsewhere"));
        Files.createSymbolicLink(yard.project.resolve(".slipway/out"), elsewhere);

        assertThat(yard.deploy("staging", yard.release("1")).state()).isEqualTo(State.LIVE);

        assertThat(elsewhere).isEmptyDirectory();
        assertThat(yard.notes).anyMatch(note -> note.startsWith("No copies were put"));
    }

    @Test
    void a_failed_post_deploy_hook_leaves_the_release_live_and_fails_the_command() throws Exception {
        yard.release("1");
        yard.target.trouble(Phase.POST_DEPLOY, cancellation -> {
            throw new LifecycleFailedException("post_deploy of ‘api’ exited with code 2");
        });

        assertThatThrownBy(() -> yard.act(yard.deployer().plan(yard.request("staging", 1))))
                .isInstanceOfSatisfying(
                        DeploymentFailedException.class,
                        failure -> assertThat(failure.result().state()).isEqualTo(State.LIVE))
                .hasMessageContaining("Release 1 is live")
                .hasMessageContaining("exited with code 2");

        assertThat(yard.recorded("staging", 1).state()).isEqualTo(State.LIVE);
    }
}
