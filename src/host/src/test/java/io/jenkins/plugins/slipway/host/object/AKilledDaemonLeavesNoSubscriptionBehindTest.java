package io.jenkins.plugins.slipway.host.object;

import static io.jenkins.plugins.slipway.host.object.IntegrationShop.subscribing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.host.HostControl;
import io.jenkins.plugins.slipway.host.ObjectControl;
import io.jenkins.plugins.slipway.host.Workshop;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A daemon in a process of its own, killed by the third party in the middle of what it asks for. */
final class AKilledDaemonLeavesNoSubscriptionBehindTest {
    private static final Map<String, String> OLD = Map.of("issues", "opened", "stars", "starred");
    private static final Map<String, String> NEW = Map.of("issues", "closed", "pushes", "pushed");

    @TempDir
    private Path folder;

    private Hoster hoster;
    private Workshop workshop;
    private IntegrationShop shop;
    private HostControl host;

    @BeforeEach
    void start() throws Exception {
        hoster = new Hoster();
        workshop = new Workshop(folder);
        shop = new IntegrationShop(folder, workshop.home(), hoster.url());
        host = HostControl.of(workshop.home());
        host.start(0, null);
        workshop.deploy(shop.spec(1, subscribing(1, OLD, ""), ""));
    }

    @AfterEach
    void stop() throws Exception {
        host.stop(true);
        hoster.close();
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "4, false"})
    void what_a_killed_deployment_began_is_taken_back(int request, boolean after) throws Exception {
        hoster.kill(host.status().orElseThrow().pid(), request, after);

        assertThatThrownBy(() -> workshop.deploy(shop.spec(2, subscribing(2, NEW, ""), "")))
                .isInstanceOf(RefusedException.class);

        await().until(() ->
                workshop.target().inspect("shop", "production").orElseThrow().outcome() != null);
        JsonNode report = ObjectControl.of(workshop.home(), System.getenv())
                .reconcile("shop", "production", "ann", OutputSink.discard(), Cancellation.never());
        assertThat(report.path("undone")).isEmpty();
        assertThat(hoster.kept()).isEqualTo(Map.of("/issues", "opened", "/stars", "starred"));

        workshop.deploy(shop.spec(3, subscribing(3, NEW, ""), ""));
        assertThat(hoster.kept()).isEqualTo(Map.of("/issues", "closed", "/pushes", "pushed"));
    }
}
