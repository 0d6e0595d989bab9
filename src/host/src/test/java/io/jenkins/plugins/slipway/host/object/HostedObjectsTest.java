package io.jenkins.plugins.slipway.host.object;

import static io.jenkins.plugins.slipway.host.object.IntegrationShop.subscribing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.Client;
import io.jenkins.plugins.slipway.host.ObjectControl;
import io.jenkins.plugins.slipway.host.Workshop;
import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.daemon.ShutdownMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Objects through the daemon: deployed, delivered to, called, restored. */
final class HostedObjectsTest {
    @TempDir
    private Path folder;

    private Hoster hoster;
    private Workshop workshop;
    private IntegrationShop shop;
    private Daemon host;
    private ObjectControl control;

    @BeforeEach
    void start() throws Exception {
        hoster = new Hoster();
        workshop = new Workshop(folder);
        shop = new IntegrationShop(folder, workshop.home(), hoster.url());
        host = workshop.host();
        control = ObjectControl.of(workshop.home(), System.getenv());
    }

    @AfterEach
    void stop() throws Exception {
        host.stop(ShutdownMode.WITH_APPLICATIONS);
        hoster.close();
    }

    private ReleaseSpec release(int token, Map<String, String> webhooks) throws Exception {
        return shop.spec(token, subscribing(token, webhooks, ""), "");
    }

    private String path(String webhook) throws Exception {
        for (JsonNode object : control.list("shop", "production").path("objects")) {
            if (object.path("name").asString("").equals(webhook)) {
                return object.path("url").asString("").replaceFirst("http://[^/]+", "");
            }
        }
        throw new AssertionError(webhook + " is not listed");
    }

    @Test
    void deploying_subscribes_what_the_release_declares_and_unsubscribes_by_the_code_that_subscribed()
            throws Exception {
        workshop.deploy(release(1, Map.of("issues", "opened", "stars", "starred")));
        assertThat(hoster.kept()).isEqualTo(Map.of("/issues", "opened", "/stars", "starred"));

        String said = workshop.deploy(release(2, Map.of("issues", "closed", "pushes", "pushed")));

        assertThat(hoster.kept()).isEqualTo(Map.of("/issues", "closed", "/pushes", "pushed"));
        assertThat(hoster.requests().subList(2, 6))
                .containsExactly("DELETE /stars by 1", "DELETE /issues by 1", "PUT /issues by 2", "PUT /pushes by 2");
        assertThat(said).contains("create webhook pushes", "disable webhook stars");

        workshop.deploy(release(3, Map.of("issues", "closed", "pushes", "pushed")));
        assertThat(hoster.requests()).as("nothing changed for the hoster").hasSize(6);
    }

    @Test
    void a_delivery_to_the_secret_address_is_answered_by_the_live_release() throws Exception {
        workshop.deploy(release(1, Map.of("issues", "opened")));
        Client anybody = new Client(host.routerPort(), "hooks.example.com");
        String path = path("issues");

        Client.Answer answer = anybody.send("POST", path, "{\"title\":1}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"release\":1,\"event\":\"opened\",\"heard\":\"{\\\"title\\\":1}\"}");
        assertThat(anybody.get("/_slipway/hooks/guessed").status()).isEqualTo(404);
        assertThat(anybody.send("POST", path, "x".repeat((1 << 20) + 1)).status())
                .isEqualTo(413);

        workshop.deploy(release(2, Map.of("issues", "opened")));
        assertThat(path("issues")).as("the address stays").isEqualTo(path);
        assertThat(anybody.get(path).body()).contains("\"release\":2");

        workshop.deploy(release(3, Map.of()));
        assertThat(anybody.get(path).status()).isEqualTo(404);
    }

    @Test
    void a_script_with_a_mistake_is_found_before_anything_is_touched() throws Exception {
        workshop.deploy(release(1, Map.of("issues", "opened")));
        int requests = hoster.requests().size();

        assertThatThrownBy(() -> workshop.deploy(
                        shop.spec(2, subscribing(2, Map.of("issues", "closed", "new", "x"), "undefined.name;\n"), "")))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageMatching("(?s)deploy\\.js:\\d+:\\d+: evaluating ‘deploy.js’ failed: TypeError: .*");

        assertThat(hoster.requests()).hasSize(requests);
        assertThat(control.list("shop", "production").path("objects")).hasSize(1);
    }

    @Test
    void a_failed_subscription_fails_the_deployment_and_restoring_brings_the_old_list_back() throws Exception {
        workshop.deploy(release(1, Map.of("issues", "opened")));

        String failing = """
                defineWebhook({ name: 'wrong', run() {}, unsubscribe() {},
                  subscribe() { throw new Error('the hoster has never heard of this'); } });
                """;
        assertThatThrownBy(() -> workshop.deploy(shop.spec(2, subscribing(2, Map.of("issues", "closed"), failing), "")))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("subscribe wrong (4 attempts, last: deploy.js:")
                .hasMessageContaining("the hoster has never heard of this")
                .hasMessageContaining("slipway reconcile production");

        assertThat(hoster.kept()).isEqualTo(Map.of("/issues", "opened"));
        JsonNode list = control.list("shop", "production");
        assertThat(list.path("objects")).hasSize(1);
        assertThat(list.path("objects").get(0).path("release").intValue()).isEqualTo(1);
        assertThat(list.path("subscriptions")).hasSize(1);
    }

    @Test
    void what_stays_undone_is_shown_tried_again_and_can_be_given_up() throws Exception {
        workshop.deploy(release(1, Map.of("issues", "opened", "stars", "starred")));
        hoster.down = true;
        assertThatThrownBy(() -> workshop.deploy(release(2, Map.of("issues", "opened"))))
                .hasMessageContaining("unsubscribe stars (4 attempts");
        // Restored: release 1 wants both, and the old subscription of stars is still on its way out.
        JsonNode pending = control.list("shop", "production").path("subscriptions");
        assertThat(pending).anyMatch(one -> one.path("state").asString("").equals("UNSUBSCRIBE"));

        hoster.down = false;
        JsonNode report = control.reconcile("shop", "production", "ann", OutputSink.discard(), Cancellation.never());

        assertThat(report.path("undone")).isEmpty();
        assertThat(hoster.kept()).isEqualTo(Map.of("/issues", "opened", "/stars", "starred"));
        assertThatThrownBy(() -> control.giveUp("shop", "production", "nothing", "ann", "gone"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("nothing pending with the key ‘nothing’");
    }

    @Test
    void an_action_is_called_with_input_that_fits_and_its_run_is_recorded() throws Exception {
        String action = """
                defineAction({ name: 'double', run: ({ n }) => { console.log('doubling', n); return 2 * n; },
                  input: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] } });
                """;
        workshop.deploy(shop.spec(1, subscribing(1, Map.of(), action), ""));

        JsonNode six = call("double", "{\"n\":3}");
        assertThat(six.intValue()).isEqualTo(6);
        assertThatThrownBy(() -> call("double", "{\"n\":\"x\"}"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("The input does not fit ‘double’");
        assertThatThrownBy(() -> call("nothing", "{}"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("There is no live action ‘nothing’ in production");

        Path log = workshop.home().resolve("host/environments/shop/production/logs/app.double.log");
        assertThat(Files.readString(log)).contains("of release 1: SUCCEEDED").contains("doubling 3");
        org.awaitility.Awaitility.await()
                .untilAsserted(
                        () -> assertThat(control.list("shop", "production").path("runs"))
                                .hasSize(1));
    }

    private JsonNode call(String action, String input) throws Exception {
        return control.call("shop", "production", action, JsonMapper.shared().readTree(input), Cancellation.never());
    }

    @Test
    void objects_are_there_again_after_the_daemon_was_replaced() throws Exception {
        workshop.deploy(release(1, Map.of("issues", "opened")));
        String path = path("issues");
        host.stop(ShutdownMode.WITH_APPLICATIONS);
        host = workshop.host();

        assertThat(new Client(host.routerPort(), "x").get(path).status()).isEqualTo(201);
    }

    @Test
    void a_preview_says_what_would_change_and_changes_nothing() throws Exception {
        assertThat(control.preview(release(1, Map.of("issues", "opened")), OutputSink.discard()))
                .containsExactly("app: create webhook issues", "app: 1 create");
        workshop.deploy(release(1, Map.of("issues", "opened")));

        assertThat(control.preview(release(2, Map.of("stars", "starred")), OutputSink.discard()))
                .containsExactly(
                        "app: create webhook stars", "app: disable webhook issues", "app: 1 create, 1 disable");
        assertThat(hoster.kept()).isEqualTo(Map.of("/issues", "opened"));
    }
}
