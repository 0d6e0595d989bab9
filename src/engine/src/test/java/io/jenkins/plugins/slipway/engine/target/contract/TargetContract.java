package io.jenkins.plugins.slipway.engine.target.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.deploy.DeployResult;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentFailedException;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentRecovery;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.rollback.RollbackPlanner;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.Stage;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.engine.target.contract.Death.Moment;
import io.jenkins.plugins.slipway.engine.target.contract.Death.Point;
import io.jenkins.plugins.slipway.engine.target.contract.MortalTarget.Killed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every kind of place promises, whatever it is. A test for each kind extends this with its place. */
@NullUnmarked
public abstract class TargetContract {
    private static final Map<String, String> NOTHING = Map.of();

    @TempDir
    Path folder;

    private PlaceUnderTest place;
    private ContractProject project;

    /** @param at an empty folder that the place may use */
    protected abstract PlaceUnderTest place(Path at) throws Exception;

    @BeforeEach
    final void build() throws Exception {
        place = place(Files.createDirectory(folder.resolve("place")));
        project = ContractProject.create(folder, place.section(), !place.diesForReal());
    }

    @AfterEach
    final void leave() throws Exception {
        place.close();
        project.close();
    }

    private Target open() throws Exception {
        project.leases.heal();
        return place.open(project);
    }

    private static Map<String, String> of(String version) {
        return Map.of("api", "api " + version, "web", "web " + version);
    }

    private Release live(String version) throws Exception {
        Release release = project.release(version);
        assertThat(project.deploy(open(), release).state()).isEqualTo(State.LIVE);
        return release;
    }

    @Test
    void the_bytes_of_the_release_are_live() throws Exception {
        assertThat(place.serving()).isEqualTo(NOTHING);
        live("one");
        assertThat(place.serving()).isEqualTo(of("one"));
        live("two");
        assertThat(place.serving()).isEqualTo(of("two"));
    }

    @Test
    void what_is_live_is_asked_of_the_place_and_not_of_the_records() throws Exception {
        assertThat(open().inspect("shop", ContractProject.ENVIRONMENT)).isEmpty();
        live("one");
        Release two = live("two");
        project.records
                .deployments()
                .begin(
                        "shop",
                        ContractProject.ENVIRONMENT,
                        Deployment.Kind.DEPLOY,
                        project.release("never").number(),
                        two.number(),
                        7,
                        Instant.now(),
                        "somebody",
                        "");
        Target.Live seen = open().inspect("shop", ContractProject.ENVIRONMENT).orElseThrow();
        assertThat(seen.release()).isEqualTo(two.number());
        assertThat(seen.deployment()).isEqualTo(2);
        assertThat(seen.highest()).isEqualTo(2);
        assertThat(seen.health()).isEqualTo("healthy");
    }

    @Test
    void a_plan_touches_nothing_and_is_the_same_twice() throws Exception {
        live("one");
        String before = place.everything();
        Release two = project.release("two");
        DeployPlan plan = project.plan(open(), two);
        assertThat(project.plan(open(), two)).isEqualTo(plan);
        assertThat(place.everything()).isEqualTo(before);
        assertThat(plan.planned()).extracting(PlannedStep::stage).isSorted();
        assertThat(plan.planned()).extracting(PlannedStep::stage).contains(Stage.PREPARE, Stage.SWITCH);
    }

    @Test
    void a_deployer_killed_at_any_moment_is_closed_by_the_next_command() throws Exception {
        String before = "one";
        live(before);
        List<Moment> moments = place.chosen(
                Death.moments(project.plan(open(), project.release("plan")).planned()));
        assertThat(moments).isNotEmpty();
        for (Moment moment : moments) {
            String next = "killed at " + moment;
            Release release = project.release(next);
            int number = die(release, moment);
            boolean ended = moment.stage() == Stage.SETTLE;
            assertThat(project.recorded(number).state()).as(next).isEqualTo(ended ? State.LIVE : State.RUNNING);

            letGo();
            List<Deployment> closed = project.recover(open());

            assertThat(closed).as(next).extracting(Deployment::number).isEqualTo(ended ? List.of() : List.of(number));
            Deployment record = project.recorded(number);
            if (moment.isAfterTheCommit()) {
                assertThat(record.state()).as(next).isEqualTo(State.LIVE);
            }
            if (moment.stage() == Stage.PREPARE) {
                assertThat(record.state()).as(next).isEqualTo(State.RESTORED);
            }
            assertThat(record.state()).as(next).isIn(State.LIVE, State.RESTORED);
            before = record.state() == State.LIVE ? next : before;
            assertThat(place.serving()).as(next).isEqualTo(of(before));
            assertThat(open().inspect("shop", ContractProject.ENVIRONMENT)
                            .orElseThrow()
                            .holder())
                    .as(next)
                    .isNull();
            assertThat(project.recover(open())).as(next).isEmpty();
        }
        live("last");
        assertThat(place.serving()).isEqualTo(of("last"));
    }

    @Test
    void a_first_deployer_killed_leaves_nothing_or_all_of_it() throws Exception {
        List<Moment> all =
                Death.moments(project.plan(open(), project.release("plan")).planned());
        Moment moment = all.stream()
                .filter(one -> one.stage() == Stage.SWITCH && one.point() == Point.DONE)
                .findFirst()
                .orElseThrow();
        int number = die(project.release("first"), moment);
        letGo();
        project.recover(open());
        State state = project.recorded(number).state();
        assertThat(state).isIn(State.LIVE, State.FAILED);
        assertThat(place.serving()).isEqualTo(state == State.LIVE ? of("first") : NOTHING);
        live("second");
        assertThat(place.serving()).isEqualTo(of("second"));
    }

    /** A place that undoes by itself names its lost holder until it has. */
    private void letGo() throws Exception {
        Target target = open();
        await().until(() -> target.inspect("shop", ContractProject.ENVIRONMENT)
                .map(Target.Live::holder)
                .isEmpty());
    }

    /** The number of the deployment that died. */
    private int die(Release release, Moment moment) throws Exception {
        if (place.diesForReal()) {
            ContractDeployer.killed(folder, place, release.number(), moment);
        } else {
            Target target = open();
            DeployPlan plan = project.plan(target, release);
            MortalTarget mortal = MortalTarget.dying(target, moment, () -> {
                        project.leases.cutOff();
                        throw new Killed();
                    })
                    .of(plan.planned());
            assertThatThrownBy(() -> project.act(mortal, plan, DeployListener.none()))
                    .as("%s", moment)
                    .isInstanceOf(Killed.class);
        }
        return project.records
                .deployments()
                .history("shop", ContractProject.ENVIRONMENT, 1)
                .get(0)
                .number();
    }

    @Test
    void a_deployer_that_lost_its_hold_cannot_write_any_more() throws Exception {
        live("one");
        Release late = project.release("late");
        Target target = open();
        DeployPlan plan = project.plan(target, late);
        List<PlannedStep> prepare = steps(plan, Stage.PREPARE);
        Lock lock = target.lock(
                new Target.LockRequest(
                        "shop",
                        ContractProject.ENVIRONMENT,
                        "late",
                        EnvironmentConfig.Wait.QUEUE,
                        Duration.ofMinutes(1)),
                holder -> {},
                Cancellation.never());
        int number = project.records
                .deployments()
                .begin(
                        "shop",
                        ContractProject.ENVIRONMENT,
                        Deployment.Kind.DEPLOY,
                        late.number(),
                        1,
                        lock.live().highest(),
                        Instant.now(),
                        "late",
                        "")
                .number();
        LeasedDeployment zombie = lock.begin(spec(plan, number));
        for (PlannedStep step : prepare) {
            zombie.operation(step).run(OutputSink.discard(), Cancellation.never());
        }
        loseHold(lock);
        Release next = project.release("next");
        project.deploy(open(), next);
        assertThat(place.serving()).isEqualTo(of("next"));

        for (PlannedStep step : steps(plan, Stage.SWITCH)) {
            assertThatThrownBy(() -> zombie.operation(step).run(OutputSink.discard(), Cancellation.never()))
                    .as(step.name())
                    .isInstanceOf(SlipwayException.class);
        }
        assertThatThrownBy(zombie::commit).isInstanceOf(RuntimeException.class);
        assertThat(place.serving()).isEqualTo(of("next"));
        assertThat(open().inspect("shop", ContractProject.ENVIRONMENT)
                        .orElseThrow()
                        .release())
                .isEqualTo(next.number());
    }

    /** Its process hangs: others see its hold end, and it does not know. */
    private void loseHold(Lock lock) {
        if (lockedByThePlace()) {
            lock.close();
        }
        project.leases.cutOff();
    }

    private boolean lockedByThePlace() {
        try {
            return place.open(project)
                    .capabilities("shop", ContractProject.ENVIRONMENT)
                    .locks();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private ReleaseSpec spec(DeployPlan plan, int number) {
        return new ReleaseSpec(
                "shop",
                number,
                plan.release().number(),
                plan.applications(),
                plan.config(),
                plan.environment(),
                "c0ffee",
                project.home.resolve("journal/zombie").toString(),
                false,
                Map.of());
    }

    private static List<PlannedStep> steps(DeployPlan plan, Stage stage) {
        return plan.planned().stream().filter(step -> step.stage() == stage).toList();
    }

    @Test
    void a_second_deployment_of_the_same_is_live_too_and_changes_nothing_where_that_is_promised() throws Exception {
        Release one = live("one");
        String before = place.everything();
        StringBuilder said = new StringBuilder();
        Target target = open();
        DeployResult again = project.act(target, project.plan(target, one), new SaidListener(said));
        assertThat(again.state()).isEqualTo(State.LIVE);
        assertThat(place.serving()).isEqualTo(of("one"));
        assertThat(open().inspect("shop", ContractProject.ENVIRONMENT)
                        .orElseThrow()
                        .deployment())
                .isEqualTo(again.deployment());
        if (place.knowsThatNothingChanged()) {
            assertThat(place.everything()).isEqualTo(before);
            assertThat(said.toString()).contains("Nothing to");
        }
    }

    @Test
    void a_failure_in_each_step_has_one_outcome_with_its_reason() throws Exception {
        live("one");
        String before = "one";
        List<Moment> moments =
                place
                        .chosen(Death.moments(
                                project.plan(open(), project.release("plan")).planned()))
                        .stream()
                        .filter(moment -> moment.point() == Point.ANNOUNCED || moment.point() == Point.DONE)
                        .toList();
        for (Moment moment : moments) {
            String version = "fails at " + moment;
            String reason = "the shelf broke in " + moment;
            Release release = project.release(version);
            Target target = open();
            DeployPlan plan = project.plan(target, release);
            Target failing = MortalTarget.failing(target, moment, reason).of(plan.planned());
            DeployResult result;
            try {
                project.act(failing, plan, DeployListener.none());
                throw new AssertionError(version + " did not fail");
            } catch (DeploymentFailedException e) {
                result = e.result();
                assertThat(e).as(version).hasMessageContaining(reason);
            }
            Deployment record = project.recorded(result.deployment());
            State expected = moment.stage() == Stage.SETTLE ? State.LIVE : State.RESTORED;
            assertThat(result.state()).as(version).isEqualTo(expected);
            assertThat(record.state()).as(version).isEqualTo(expected);
            assertThat(record.message()).as(version).contains(reason);
            assertThat(record.phases())
                    .as(version)
                    .filteredOn(phase -> phase.state() == PhaseState.FAILED)
                    .extracting(Deployment.PhaseRun::name)
                    .containsExactly(moment.step());
            before = expected == State.LIVE ? version : before;
            assertThat(place.serving()).as(version).isEqualTo(of(before));
            assertThat(project.recover(open())).as(version).isEmpty();
        }
    }

    @Test
    void a_deployment_abandoned_in_prepare_leaves_nothing() throws Exception {
        live("one");
        String before = place.everything();
        Release two = project.release("two");
        Target target = open();
        DeployPlan plan = project.plan(target, two);
        PlannedStep last =
                steps(plan, Stage.PREPARE).get(steps(plan, Stage.PREPARE).size() - 1);
        Moment moment = new Moment(plan.planned().indexOf(last), last.name(), last.stage(), Point.DONE);
        Cancellation cancellation = new Cancellation();
        MortalTarget cancelled =
                MortalTarget.pausing(target, moment, cancellation::cancel).of(plan.planned());
        assertThatThrownBy(() -> RollbackPlanner.deployer(project.ports(cancelled))
                        .act(plan, DeployListener.none(), cancellation))
                .isInstanceOf(DeploymentFailedException.class)
                .hasMessageContaining("cancelled");
        assertThat(place.everything()).isEqualTo(before);
        assertThat(place.serving()).isEqualTo(of("one"));
    }

    @Test
    void a_rollback_brings_the_old_bytes_back() throws Exception {
        Release one = live("one");
        live("two");
        Target target = open();
        DeployPlan back = project.planRollback(target);
        assertThat(back.release().number()).isEqualTo(one.number());
        assertThat(project.act(target, back, DeployListener.none()).state()).isEqualTo(State.LIVE);
        assertThat(place.serving()).isEqualTo(of("one"));
        assertThat(open().inspect("shop", ContractProject.ENVIRONMENT)
                        .orElseThrow()
                        .release())
                .isEqualTo(one.number());
    }

    @Test
    void what_was_changed_by_hand_is_seen_and_not_written_over_untold() throws Exception {
        live("one");
        assertThat(drift()).isEmpty();
        Optional<Map<String, String>> changed = place.changeByHand();
        if (changed.isEmpty()) {
            assertThat(drift()).isEmpty();
            return;
        }
        assertThat(drift()).isNotEmpty();
        Release two = project.release("two");
        Target target = open();
        DeployPlan plan = project.plan(target, two);
        assertThat(plan.account().notes()).containsAll(drift());
        assertThatThrownBy(() -> project.act(target, plan, DeployListener.none()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("--over-drift");
        assertThat(place.serving()).isEqualTo(changed.get());
        assertThat(project.records.deployments().history("shop", ContractProject.ENVIRONMENT, 9))
                .hasSize(1);

        List<String> found = drift();
        Target over = open();
        DeployPlan told = RollbackPlanner.deployer(project.ports(over)).plan(project.request(two.number(), true));
        DeployResult result = project.act(over, told, DeployListener.none());
        assertThat(result.state()).isEqualTo(State.LIVE);
        assertThat(place.serving()).isEqualTo(of("two"));
        assertThat(project.recorded(result.deployment()).reason()).contains(found);
        assertThat(drift()).isEmpty();

        place.changeByHand();
        assertThat(String.join(" ", project.planRollback(open()).account().notes()))
                .contains(drift());
    }

    private List<String> drift() throws Exception {
        return open().drift("shop", ContractProject.ENVIRONMENT)
                .map(port -> port.drift())
                .orElse(List.of());
    }

    @Test
    void no_secret_is_written_anywhere() throws Exception {
        StringBuilder said = new StringBuilder();
        live("one");
        Target target = open();
        Release two = project.release("two");
        DeployPlan plan = project.plan(target, two);
        plan.describe().forEach(said::append);
        project.act(target, plan, new SaidListener(said));
        Moment moment = new Moment(0, plan.planned().get(0).name(), Stage.PREPARE, Point.DONE);
        Target failing = MortalTarget.failing(open(), moment, "no room").of(plan.planned());
        assertThatThrownBy(() -> project.act(failing, plan, new SaidListener(said)))
                .isInstanceOf(DeploymentFailedException.class);
        new DeploymentRecovery(project.ports(open())).closeAbandoned("shop");
        String written = project.written() + said + place.everything();
        assertThat(written).contains("phase-started");
        for (String secret : place.secrets()) {
            assertThat(written).doesNotContain(secret);
        }
    }

    @Test
    void each_operation_is_in_the_journal_before_it_begins() throws Exception {
        Target target = open();
        Release one = project.release("one");
        DeployPlan plan = project.plan(target, one);
        List<Moment> announced = Death.moments(plan.planned()).stream()
                .filter(moment -> moment.point() == Point.ANNOUNCED)
                .toList();
        List<String> seen = new ArrayList<>();
        Moment last = announced.get(announced.size() - 1);
        Target looking = MortalTarget.pausing(target, last, () -> {
                    try {
                        Files.readAllLines(project.home.resolve("journal/shop/production/1/journal.jsonl")).stream()
                                .filter(line -> line.contains("phase-started") && line.contains("\"handle\""))
                                .forEach(seen::add);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .of(plan.planned());
        project.act(looking, plan, DeployListener.none());
        assertThat(seen).hasSize(announced.size());
    }
}
