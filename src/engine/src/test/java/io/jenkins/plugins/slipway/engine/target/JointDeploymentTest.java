package io.jenkins.plugins.slipway.engine.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.deploy.DeployResult;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentFailedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseRun;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.target.contract.ContractProject;
import io.jenkins.plugins.slipway.engine.target.contract.Death.Moment;
import io.jenkins.plugins.slipway.engine.target.contract.Death.Point;
import io.jenkins.plugins.slipway.engine.target.contract.MortalTarget;
import io.jenkins.plugins.slipway.engine.target.contract.Shelf;
import io.jenkins.plugins.slipway.engine.target.contract.ShelvesUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
final class JointDeploymentTest {
    @TempDir
    Path folder;

    private final ShelvesUnderTest shelves = new ShelvesUnderTest(
            "targets: { api: { shelf: { name: left } }, web: { shelf: { name: right } } }", "left", "right");
    private ContractProject project;
    private Target target;

    @BeforeEach
    void begin() throws Exception {
        project = ContractProject.create(folder, shelves.section(), true);
        target = shelves.open(project);
    }

    @AfterEach
    void end() {
        project.close();
    }

    @Test
    void all_places_are_prepared_before_one_switches_and_they_switch_in_order() throws Exception {
        DeployPlan plan = project.plan(target, project.release("one"));

        assertThat(plan.planned())
                .extracting(PlannedStep::name)
                .containsExactly("api.carry", "web.carry", "api.put", "web.put", "api.look", "web.look");
    }

    @Test
    void a_rollback_switches_them_the_other_way_round() throws Exception {
        project.deploy(target, project.release("one"));
        project.deploy(target, project.release("two"));

        assertThat(project.planRollback(target).planned())
                .extracting(PlannedStep::name)
                .containsSubsequence("web.put", "api.put");
    }

    @Test
    void when_the_second_place_fails_the_first_is_taken_back_and_there_is_one_record() throws Exception {
        project.deploy(target, project.release("one"));
        Release two = project.release("two");
        DeployPlan plan = project.plan(target, two);
        Target failing = MortalTarget.failing(
                        target, new Moment(3, "web.put", Stage.SWITCH, Point.ANNOUNCED), "the board broke")
                .of(plan.planned());

        assertThatThrownBy(() -> project.act(failing, plan, DeployListener.none()))
                .isInstanceOf(DeploymentFailedException.class)
                .hasMessageContaining("the board broke")
                .hasMessageContaining("Release 1 is live again");

        assertThat(shelves.serving()).isEqualTo(Map.of("api", "api one", "web", "web one"));
        // Once for the first release; then there and back.
        assertThat(shelves.shelf("left").writes()).isEqualTo(3);
        assertThat(shelves.shelf("right").writes()).isEqualTo(1);
        List<Deployment> history = project.records.deployments().history("shop", ContractProject.ENVIRONMENT, 9);
        assertThat(history).extracting(Deployment::state).containsExactly(State.RESTORED, State.LIVE);
        assertThat(history.get(0).phases())
                .extracting(PhaseRun::name)
                .containsSubsequence("lock", "verify", "api.carry", "web.carry", "api.put", "web.put", "unlock");
    }

    @Test
    void one_place_that_has_the_bytes_already_is_left_and_all_of_it_is_the_new_release() throws Exception {
        project.deploy(target, project.release(Map.of("api", "one", "web", "one")));
        Shelf.Thing web = shelves.shelf("right").thing();
        Release two = project.release(Map.of("api", "two", "web", "one"));

        DeployResult result = project.deploy(target, two);

        assertThat(result.state()).isEqualTo(State.LIVE);
        assertThat(shelves.shelf("right").thing()).isSameAs(web);
        Target.Live live = target.inspect("shop", ContractProject.ENVIRONMENT).orElseThrow();
        assertThat(live.release()).isEqualTo(two.number());
        assertThat(live.deployment()).isEqualTo(result.deployment());
    }

    @Test
    void the_records_are_not_believed_about_bytes_that_a_place_does_not_have() throws Exception {
        Release one = project.release("one");
        project.deploy(target, one);
        project.deploy(target, project.release("two"));
        Shelf right = shelves.shelf("right");

        assertThat(right.putBack(right.thing())).isTrue();

        Target.Live live = target.inspect("shop", ContractProject.ENVIRONMENT).orElseThrow();
        assertThat(live.release()).isEqualTo(one.number());
    }

    @Test
    void a_deployer_that_cannot_renew_its_lease_stops_before_its_next_effect_and_the_next_command_closes_it()
            throws Exception {
        project.deploy(target, project.release("one"));
        Release two = project.release("two");
        Places impatient = shelves.open(project, Duration.ofSeconds(1));
        DeployPlan plan = project.plan(impatient, two);
        Target losing = MortalTarget.pausing(impatient, new Moment(2, "api.put", Stage.SWITCH, Point.DONE), () -> {
                    project.leases.cutOff();
                    Awaitility.await().until(() -> project.leases.lostSeen() > 0);
                })
                .of(plan.planned());

        assertThatThrownBy(() -> project.act(losing, plan, DeployListener.none()))
                .isInstanceOf(DeploymentFailedException.class)
                .hasMessageContaining("could not be renewed")
                .hasMessageContaining("The next command");

        assertThat(shelves.shelf("right").writes()).isEqualTo(1);
        assertThat(shelves.shelf("left").writes()).isEqualTo(2);
        assertThat(project.recorded(2).state()).isEqualTo(State.RUNNING);
        project.leases.heal();
        assertThat(project.recover(target)).extracting(Deployment::state).containsExactly(State.RESTORED);
        assertThat(shelves.serving()).isEqualTo(Map.of("api", "api one", "web", "web one"));
    }

    @Test
    void nobody_else_takes_an_environment_while_it_is_held() throws Exception {
        Target.LockRequest request = new Target.LockRequest(
                "shop", ContractProject.ENVIRONMENT, "ann", EnvironmentConfig.Wait.REFUSE, Duration.ofMinutes(1));
        var never = Cancellation.never();
        try (Lock held = target.lock(request, holder -> {}, never)) {
            assertThatThrownBy(() -> target.lock(request, holder -> {}, never))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("ann");
            assertThat(target.inspect("shop", ContractProject.ENVIRONMENT)
                            .orElseThrow()
                            .holder())
                    .isEqualTo("ann");
        }
        target.lock(request, holder -> {}, never).close();
    }

    @Test
    void a_release_with_an_application_that_has_no_place_any_more_is_refused() throws Exception {
        Release old = project.release("old");
        Files.writeString(project.directory.resolve(".slipway/config.yaml"), """
                project: shop
                applications:
                  api: { type: "nodejs:20", source: { root: api } }
                environments:
                  production: { type: production, target: { shelf: { name: left } } }
                """);

        assertThatThrownBy(() -> project.plan(target, old))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("‘web’");
    }
}
