package io.jenkins.plugins.slipway.host.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.Operation;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.AHost;
import io.jenkins.plugins.slipway.host.Workshop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests do not wait for phases in which a release has nothing to do, and for no other is it said that it has nothing. */
class IdlePhasesTest extends AHost {
    @Test
    void a_plain_release_has_four_phases_without_work_and_the_look_after_the_hooks() throws Exception {
        assertThat(idle(workshop.spec(1, "one")))
                .containsExactly("services", "pre_start", "deploy", "health again", "objects");
        assertThat(client.get("/").body()).isEqualTo("one");
    }

    @Test
    void a_deploy_hook_runs_and_health_is_looked_at_after_it() throws Exception {
        assertThat(idle(workshop.spec(1, "one", "", "deploy: echo the hook")))
                .containsExactly("services", "pre_start", "objects");
    }

    @Test
    void a_command_before_the_start_runs() throws Exception {
        workshop.withWeb("  pre_start: 'touch data/prepared'");

        assertThat(idle(workshop.spec(1, "one"))).doesNotContain("pre_start");
        assertThat(workshop.data().resolve("prepared")).exists();
    }

    @Test
    void a_workers_command_before_its_start_runs() throws Exception {
        workshop.withApplication("""
                workers:
                  mail:
                    commands: { start: exec sleep 1000, pre_start: 'touch data/prepared' }
                """);

        assertThat(idle(workshop.spec(1, "one"))).doesNotContain("pre_start");
        assertThat(workshop.data().resolve("prepared")).exists();
    }

    @Test
    void an_environment_file_is_tried_before_anything_starts() throws Exception {
        workshop.withEnvironmentFile("export A=1\n");

        assertThat(idle(workshop.spec(1, "one"))).doesNotContain("pre_start");
    }

    @Test
    void a_relationship_is_looked_up() throws Exception {
        workshop.withApplication("relationships: { other: 'search:http' }")
                .withEnvironment("services: { search: 'http://127.0.0.1:9' }")
                .with("services: { search: { type: 'elasticsearch:8.5' } }");

        assertThat(idle(workshop.spec(1, "one"))).doesNotContain("services");
    }

    /** Deploys, and names what was idle. */
    private List<String> idle(ReleaseSpec spec) throws Exception {
        List<String> result = new ArrayList<>();
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(spec);
            List<Phase> phases = new ArrayList<>(Workshop.phases().subList(0, Phase.DEPLOY.ordinal() + 1));
            phases.addAll(List.of(Phase.HEALTH, Phase.OBJECTS, Phase.SERVE));
            for (Phase phase : phases) {
                Operation operation = deployment.operation(Workshop.step(phase));
                if (operation.idle()) {
                    result.add(result.contains("deploy") && phase == Phase.HEALTH ? "health again" : phase.key());
                }
                operation.run(Workshop.sink(new StringBuilder()), Cancellation.never());
            }
            deployment.commit();
        }
        return result;
    }
}
