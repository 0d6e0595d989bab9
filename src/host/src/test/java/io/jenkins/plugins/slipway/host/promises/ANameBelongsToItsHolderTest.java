package io.jenkins.plugins.slipway.host.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.host.AHost;
import io.jenkins.plugins.slipway.host.Client;
import io.jenkins.plugins.slipway.host.HostControl;
import io.jenkins.plugins.slipway.host.Workshop;
import io.jenkins.plugins.slipway.host.daemon.ShutdownMode;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever holds a host name answers there, and nobody else. */
class ANameBelongsToItsHolderTest extends AHost {
    private static final String NAME = "shop.example.com";

    /** How far the newest deployment came. */
    private final List<String> performed = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example.com/",
                "https://shop.example.com/other/",
                "http://SHOP.example.COM/",
                "http://shop.example.com./",
                "http://production.shop.localhost/",
                "http://www.production.shop.localhost/",
                "http://staging.shop.localhost/",
                "http://a.b.localhost/",
            })
    void another_projects_deployment_with_it_is_refused_before_anything_changes(String route) throws Exception {
        workshop.withEnvironment("domains: [" + NAME + "]");
        workshop.deploy(workshop.spec(1, "one"));
        workshop.withEnvironment("").withRoutes("\"" + route + "\": { type: upstream, upstream: \"app:http\" }");

        ReleaseSpec spec = of("thief", workshop.spec(1, "evil"));

        assertThatThrownBy(() -> deploy(spec))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("host name ‘")
                .hasMessageContaining("deploy again");
        assertThat(at(NAME).get("/").body()).isEqualTo("one");
        assertThat(client.get("/").body()).isEqualTo("one");
        assertThat(performed).containsExactly("BACKUP", "PREPARE");
    }

    @Test
    void the_refusal_names_the_holder_and_what_to_do() throws Exception {
        workshop.withEnvironment("domains: [" + NAME + "]");
        workshop.deploy(workshop.spec(1, "one"));

        assertThatThrownBy(() -> deploy(of("thief", workshop.spec(1, "evil"))))
                .hasMessageContaining("‘shop.example.com’ belongs to environment ‘production’ of project ‘shop’")
                .hasMessageContaining("slipway host names --release shop.example.com");
    }

    @Test
    void a_redirect_only_route_takes_the_name_too() throws Exception {
        workshop.withRoutes("\"http://old.example.com/\": { type: redirect, to: \"http://{default}/\" }");
        workshop.deploy(workshop.spec(1, "one"));

        workshop.withRoutes("\"http://OLD.example.com/x\": { type: redirect, to: \"http://{default}/\" }");
        assertThatThrownBy(() -> deploy(of("thief", workshop.spec(1, "evil"))))
                .hasMessageContaining("‘old.example.com’ belongs to");
    }

    @Test
    void two_environments_of_one_project_do_not_share_a_name_either() throws Exception {
        workshop.withEnvironment("domains: [" + NAME + "]");
        workshop.deploy(workshop.spec(1, "one"));
        workshop.in("staging", "staging:\n  type: staging\n  domains: [" + NAME + "]\n");

        assertThatThrownBy(() -> workshop.deploy(workshop.spec(1, "two")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("belongs to environment ‘production’ of project ‘shop’");
        assertThat(at(NAME).get("/").body()).isEqualTo("one");
    }

    @Test
    void project_and_environment_names_with_dots_lead_to_nobody_else() throws Exception {
        deploy(of("shop.production", workshop.spec(1, "dotted")));
        workshop.deploy(workshop.spec(1, "one"));

        assertThat(at("production.shop.localhost").get("/").body()).isEqualTo("one");
        assertThat(at("production.shop.production.localhost").get("/").status()).isEqualTo(404);
    }

    @Test
    void a_deployment_without_it_gives_it_back_and_the_way_back_needs_it_again() throws Exception {
        workshop.withEnvironment("domains: [" + NAME + "]");
        workshop.deploy(workshop.spec(1, "one"));
        ReleaseSpec stranger = of("other", workshop.spec(1, "other"));
        workshop.withEnvironment("");
        workshop.deploy(workshop.spec(2, "two"));

        deploy(stranger);

        assertThat(at(NAME).get("/").body()).isEqualTo("other");
        workshop.withEnvironment("domains: [" + NAME + "]");
        assertThatThrownBy(() -> workshop.deploy(workshop.spec(3, "one")))
                .hasMessageContaining("belongs to environment ‘production’ of project ‘other’");
        assertThat(at("production.shop.localhost").get("/").body()).isEqualTo("two");
    }

    @Test
    void a_deployment_that_fails_after_it_took_a_name_gives_it_back_and_keeps_the_one_before() throws Exception {
        workshop.withEnvironment("domains: [" + NAME + "]");
        workshop.deploy(workshop.spec(1, "one"));
        workshop.withEnvironment("domains: [new.example.com]");
        ReleaseSpec failing = workshop.spec(2, "two", "", "deploy: exit 3");
        assertThatThrownBy(() -> workshop.deploy(failing)).hasMessageContaining("hooks.deploy");

        assertThat(at(NAME).get("/").body()).isEqualTo("one");
        assertThat(at("new.example.com").get("/").status()).isEqualTo(404);
        deploy(of("other", workshop.spec(1, "other")));
        assertThat(at("new.example.com").get("/").body()).isEqualTo("other");
        workshop.withEnvironment("domains: [" + NAME + "]");
        assertThatThrownBy(() -> deploy(of("third", workshop.spec(1, "third")))).hasMessageContaining("belongs to");
    }

    @Test
    void a_first_deployment_that_fails_leaves_its_names_to_others() throws Exception {
        workshop.withEnvironment("domains: [" + NAME + "]");
        ReleaseSpec failing = of("other", workshop.spec(1, "bad", "", "deploy: exit 3"));
        assertThatThrownBy(() -> deploy(failing)).hasMessageContaining("hooks.deploy");

        workshop.deploy(workshop.spec(1, "one"));

        assertThat(at(NAME).get("/").body()).isEqualTo("one");
    }

    @Test
    void it_is_held_while_the_deployment_is_under_way_and_given_back_when_its_deployer_is_gone() throws Exception {
        workshop.withEnvironment("domains: [" + NAME + "]");
        ReleaseSpec other = of("other", workshop.spec(1, "other"));
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(workshop.spec(1, "one"));
            deployment
                    .operation(Workshop.step(Phase.PREPARE))
                    .run((buffer, offset, length) -> {}, Cancellation.never());
            assertThatThrownBy(() -> deploy(other)).hasMessageContaining("belongs to");
        }

        deploy(of("other", workshop.spec(2, "other")));

        assertThat(at(NAME).get("/").body()).isEqualTo("other");
    }

    @Test
    void the_next_daemon_knows_who_holds_what() throws Exception {
        workshop.withEnvironment("domains: [" + NAME + "]");
        workshop.deploy(workshop.spec(1, "one"));
        host.stop(ShutdownMode.WITH_APPLICATIONS);
        host = workshop.host();

        assertThatThrownBy(() -> deploy(of("thief", workshop.spec(1, "evil")))).hasMessageContaining("belongs to");
    }

    @Test
    void the_operator_can_give_it_back_in_the_holders_place() throws Exception {
        workshop.withEnvironment("domains: [" + NAME + "]");
        workshop.deploy(workshop.spec(1, "one"));
        HostControl control = HostControl.of(workshop.home());
        assertThat(control.names()).extracting(one -> one.name()).containsExactly(NAME);

        control.releaseName("Shop.Example.com.");

        assertThat(at(NAME).get("/").status()).isEqualTo(404);
        host.stop(ShutdownMode.WITH_APPLICATIONS);
        host = workshop.host();
        assertThat(at(NAME).get("/").status())
                .as("a new daemon does not give it away again")
                .isEqualTo(404);
        deploy(of("other", workshop.spec(1, "other")));
        assertThat(at(NAME).get("/").body()).isEqualTo("other");
        assertThat(Workshop.client(host).get("/").body()).isEqualTo("one");
    }

    @Test
    void a_removed_environment_holds_nothing_after_the_next_start() throws Exception {
        workshop.withEnvironment("domains: [" + NAME + "]");
        ReleaseSpec other = of("other", workshop.spec(1, "other"));
        deploy(other);
        host.stop(ShutdownMode.WITH_APPLICATIONS);
        Files.delete(
                new HostHome(workshop.home()).environment("other", "production").resolve("state.json"));
        host = workshop.host();

        workshop.deploy(workshop.spec(1, "one"));

        assertThat(at(NAME).get("/").body()).isEqualTo("one");
    }

    @Test
    void of_two_that_share_a_name_from_before_it_goes_to_the_one_that_is_live_longest_and_that_is_said()
            throws Exception {
        workshop.withEnvironment("domains: [" + NAME + "]");
        workshop.deploy(workshop.spec(1, "one"));
        HostControl.of(workshop.home()).releaseName(NAME);
        deploy(of("aaa", workshop.spec(1, "other")));
        host.stop(ShutdownMode.WITH_APPLICATIONS);
        HostHome home = new HostHome(workshop.home());
        Files.delete(home.names());
        Files.setLastModifiedTime(
                home.releases("shop", "production").resolve("1-app"),
                FileTime.from(Instant.now().minusSeconds(3600)));
        host = workshop.host();

        assertThat(at(NAME).get("/").body()).isEqualTo("one");
        assertThat(HostControl.of(workshop.home()).status().orElseThrow().notices())
                .anyMatch(notice ->
                        notice.contains("‘shop.example.com’ belongs to environment ‘production’ of project ‘shop’")
                                && notice.contains("environment ‘production’ of project ‘aaa’"));
    }

    private void deploy(ReleaseSpec spec) throws InterruptedException {
        performed.clear();
        try (Lock lock = workshop.target()
                .lock(
                        new Target.LockRequest(
                                spec.project(), "production", "tester", Wait.QUEUE, Duration.ofSeconds(30)),
                        waitingFor -> {},
                        Cancellation.never())) {
            LeasedDeployment deployment = lock.begin(spec);
            try {
                for (Phase phase : Phase.values()) {
                    if (phase == Phase.POST_DEPLOY) {
                        deployment.commit();
                    }
                    if (phase != Phase.LOCK && phase != Phase.VERIFY) {
                        performed.add(phase.name());
                    }
                    deployment
                            .operation(Workshop.step(phase))
                            .run((buffer, offset, length) -> {}, Cancellation.never());
                }
            } catch (RuntimeException e) {
                deployment.restore("tried", (buffer, offset, length) -> {});
                throw e;
            }
        }
    }

    private static ReleaseSpec of(String project, ReleaseSpec spec) {
        return new ReleaseSpec(
                project,
                spec.token(),
                spec.release(),
                spec.applications(),
                spec.config(),
                spec.environment(),
                spec.commit(),
                spec.journalFolder(),
                spec.backup(),
                spec.dataChange());
    }

    private Client at(String name) {
        return new Client(host.routerPort(), name);
    }
}
