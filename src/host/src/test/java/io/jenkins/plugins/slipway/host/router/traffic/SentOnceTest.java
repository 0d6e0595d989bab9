package io.jenkins.plugins.slipway.host.router.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.host.router.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request is sent once again at most, and only where that does no harm. */
class SentOnceTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final AtomicInteger asked = new AtomicInteger();
    private NettyRouter router;

    @BeforeEach
    void start() throws Exception {
        router = NettyRouter.listen("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"GET, 2", "HEAD, 2", "PUT, 2", "DELETE, 2", "OPTIONS, 2", "POST, 1", "PATCH, 1"})
    void a_request_that_ends_its_application_is_repeated_once_if_it_may_be(String method, int times) throws Exception {
        try (Backend backend = new Backend((in, out) -> {
            Backend.head(in);
            asked.incrementAndGet();
        })) {
            Wire.serve(router, backend);

            assertThat(Wire.ask(router, method + " / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 502");
        }
        assertThat(asked).hasValue(times);
    }

    @Test
    void a_request_with_a_body_is_repeated_byte_for_byte() throws Exception {
        Queue<String> bodies = new ConcurrentLinkedQueue<>();
        String body = "0123456789".repeat(5_000);
        try (Backend backend = new Backend((in, out) -> {
            Backend.head(in);
            bodies.add(new String(in.readNBytes(body.length()), StandardCharsets.US_ASCII));
            if (asked.incrementAndGet() > 1) {
                Backend.write(out, OK);
            }
        })) {
            Wire.serve(router, backend);

            assertThat(Wire.ask(
                            router,
                            "PUT / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nContent-Length: " + body.length()
                                    + "\r\n\r\n" + body))
                    .endsWith("ok");
        }
        assertThat(bodies).containsExactly(body, body);
    }

    @Test
    void a_connection_that_the_application_had_closed_costs_no_request() throws Exception {
        try (Backend backend = new Backend((in, out) -> {
                    Backend.head(in);
                    asked.incrementAndGet();
                    Backend.write(out, OK);
                });
                Wire wire = new Wire(router)) {
            Wire.serve(router, backend);
            for (int i = 0; i < 30; i++) {
                assertThat(wire.say("GET / HTTP/1.1\r\nHost: shop\r\n\r\n").until("ok"))
                        .startsWith("HTTP/1.1 200");
            }
        }
        assertThat(asked).hasValue(30);
    }

    @Test
    void what_nobody_listened_for_is_sent_as_soon_as_somebody_does_with_effects_or_without() throws Exception {
        int port = free();
        router.announce(Wire.SITE, java.util.Set.of("shop"));
        router.serve(
                Wire.SITE,
                new Routes(java.util.List.of(new Routes.Route("shop", "/", new Routes.Destination.Upstream(port)))));
        try (Wire wire = new Wire(router)) {
            wire.say("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 3\r\n\r\nabc");
            org.awaitility.Awaitility.await()
                    .until(() -> router.traffic(Wire.SITE).underway() == 1);
            try (ServerSocket server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
                    java.net.Socket socket = server.accept()) {
                Backend.head(socket.getInputStream());
                assertThat(socket.getInputStream().readNBytes(3)).hasSize(3);
                Backend.write(socket.getOutputStream(), OK);
                assertThat(wire.until("ok")).startsWith("HTTP/1.1 200");
            }
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
