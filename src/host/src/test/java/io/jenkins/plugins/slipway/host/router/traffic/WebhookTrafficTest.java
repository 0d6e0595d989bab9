package io.jenkins.plugins.slipway.host.router.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.host.router.InternalEndpoint;
import io.jenkins.plugins.slipway.host.router.limits.EndpointLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who does not know a webhook's address takes nothing from those who do. */
class WebhookTrafficTest {
    private static final String RIGHT = " /_hooks/right/path HTTP/1.1\r\nHost: anybody\r\n";
    private static final String DELIVERY = "POST" + RIGHT + "Connection: close\r\nContent-Length: 2\r\n\r\nhi";

    private final List<Wire> clients = new ArrayList<>();
    private final AtomicInteger delivered = new AtomicInteger();
    private NettyRouter router;

    /** Knows two addresses, and says what it was brought. */
    private final class Echo implements InternalEndpoint {
        @Override
        public String prefix() {
            return "/_hooks/";
        }

        @Override
        public CompletionStage<Optional<String>> leadsTo(String path) {
            String name = path.split("/")[0];
            return CompletableFuture.supplyAsync(
                    () -> Set.of("right", "other").contains(name) ? Optional.of(name) : Optional.empty());
        }

        @Override
        public CompletionStage<Answer> enter(Delivery delivery) {
            delivered.incrementAndGet();
            String text = delivery.path() + ":" + new String(delivery.body(), StandardCharsets.US_ASCII);
            return CompletableFuture.supplyAsync(
                    () -> new Answer(200, Map.of(), text.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @BeforeEach
    void start() throws Exception {
        router = NettyRouter.listen("127.0.0.1", 0);
        router.open(new Echo());
    }

    @AfterEach
    void stop() throws IOException {
        for (Wire wire : clients) {
            wire.close();
        }
        router.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1000000\r\n\r\nx",
                "Content-Length: 1000000\r\nExpect: 100-continue\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
                "X-A",
            })
    void slow_deliveries_to_a_wrong_address_close_no_webhook(String rest) throws Exception {
        for (int i = 0; i < 200; i++) {
            clients.add(new Wire(router).say("POST /_hooks/guess" + i + " HTTP/1.1\r\nHost: anybody\r\n" + rest));
        }

        for (int i = 0; i < 20; i++) {
            assertThat(Wire.ask(router, DELIVERY)).startsWith("HTTP/1.1 200").endsWith("right/path:hi");
        }
    }

    @Test
    void a_wrong_address_is_told_so_before_its_body_has_come_and_is_not_asked_for_it() throws Exception {
        try (Wire wire = new Wire(router)) {
            wire.say(
                    "POST /_hooks/wrong HTTP/1.1\r\nHost: anybody\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
            assertThat(wire.until("webhook.")).startsWith("HTTP/1.1 404");
        }
        assertThat(delivered).hasValue(0);
    }

    @Test
    void a_right_address_is_asked_for_its_body() throws Exception {
        try (Wire wire = new Wire(router)) {
            wire.say("POST" + RIGHT + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertThat(wire.until("\r\n\r\n")).startsWith("HTTP/1.1 100");
            assertThat(wire.say("hello").until("hello")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void one_webhook_that_is_busy_leaves_room_for_the_others() throws Exception {
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < 2 * EndpointLimits.MOST_OF_ONE; i++) {
            clients.add(new Wire(router).say("POST" + RIGHT + "Content-Length: 100\r\n\r\nx"));
        }
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            String answer = Wire.ask(router, DELIVERY);
            refused.add(answer);
            assertThat(answer).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after");
        });

        assertThat(Wire.ask(router, DELIVERY.replace("right", "other"))).endsWith("other/path:hi");

        for (Wire wire : clients) {
            wire.close();
        }
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(Wire.ask(router, DELIVERY)).endsWith("right/path:hi"));
    }

    @Test
    void large_deliveries_are_bounded_together() {
        EndpointLimits limits = new EndpointLimits();
        int entered = 0;
        while (entered < 100 && limits.enter("hook " + entered, 1 << 20)) {
            entered++;
        }
        assertThat(entered).isEqualTo((int) (EndpointLimits.MOST_BYTES >> 20));
        assertThat(limits.enter("small", 0)).isTrue();
        limits.leave("hook 0", 1 << 20);
        assertThat(limits.enter("hook 0", 1 << 20)).isTrue();
    }
}
