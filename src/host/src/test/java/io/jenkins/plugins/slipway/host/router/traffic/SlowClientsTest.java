package io.jenkins.plugins.slipway.host.router.traffic;

import static io.jenkins.plugins.slipway.host.router.traffic.Wire.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.host.router.RouterOptions;
import io.jenkins.plugins.slipway.host.router.limits.ClientLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send or read slowly take their own time, and nobody else's. */
class SlowClientsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String GET = "GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n";
    /** For each of the two or more event loops. */
    private static final int UPSTREAM = 8;

    private static final Duration PATIENT = Duration.ofMinutes(2);

    private final AtomicInteger asked = new AtomicInteger();
    private final List<Wire> slow = new ArrayList<>();
    private NettyRouter router;
    private Backend backend;

    @BeforeEach
    void start() throws Exception {
        backend = new Backend((in, out) -> {
            while (true) {
                String head = Backend.head(in);
                asked.incrementAndGet();
                if (head.startsWith("POST")) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                }
                if (head.contains("/long")) {
                    Backend.write(out, "HTTP/1.1 200 OK\r\n\r\n");
                    byte[] piece = new byte[100_000];
                    for (int i = 0; i < 1_000; i++) {
                        out.write(piece);
                    }
                    return;
                }
                Backend.write(out, OK);
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        for (Wire wire : slow) {
            wire.close();
        }
        router.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1000\r\n\r\nx",
                "Content-Length: 1000\r\n\r\n",
                "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
                "Transfer-Encoding: chunked\r\n\r\n",
                "Content-Length: 100000000\r\n\r\nx",
            })
    void bodies_that_do_not_come_take_no_connection_from_those_who_read(String rest) throws Exception {
        serve(limits(PATIENT, PATIENT));
        for (int i = 0; i < 100; i++) {
            slow("POST / HTTP/1.1\r\nHost: shop\r\n" + rest);
        }

        for (int i = 0; i < 20; i++) {
            assertThat(Wire.ask(router, GET)).endsWith("ok");
        }
    }

    @Test
    void a_small_body_is_here_before_the_application_hears_of_it() throws Exception {
        serve(limits(PATIENT, PATIENT));
        Wire wire = slow("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 10\r\n\r\n12345");
        Wire.ask(router, GET);

        assertThat(asked).hasValue(1);
        assertThat(router.traffic(SITE).underway()).isZero();

        wire.say("67890");
        org.awaitility.Awaitility.await().until(() -> asked.get() == 2);
    }

    @Test
    void large_bodies_that_begin_well_and_then_stand_still_take_half_of_the_connections_at_most() throws Exception {
        serve(limits(PATIENT, PATIENT));
        for (int i = 0; i < 60; i++) {
            slow("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 10000000\r\n\r\n" + "x".repeat(100_000));
        }

        for (int i = 0; i < 20; i++) {
            assertThat(Wire.ask(router, GET)).endsWith("ok");
        }
        assertThat(asked.get()).isGreaterThan(20);
    }

    @Test
    void readers_of_long_answers_that_stand_still_leave_the_others_their_connections() throws Exception {
        serve(limits(PATIENT, PATIENT));
        for (int i = 0; i < 60; i++) {
            slow("GET /long HTTP/1.1\r\nHost: shop\r\n\r\n");
        }

        for (int i = 0; i < 20; i++) {
            assertThat(Wire.ask(router, GET)).endsWith("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000", "Content-Length: 100000000", "Transfer-Encoding: chunked"})
    void a_body_that_does_not_come_on_ends_in_408(String framing) throws Exception {
        serve(limits(Duration.ofMillis(400), PATIENT));
        Wire wire = slow("POST / HTTP/1.1\r\nHost: shop\r\n" + framing + "\r\n\r\n");

        assertThat(wire.rest()).startsWith("HTTP/1.1 408").containsIgnoringCase("connection: close");
    }

    @Test
    void a_head_that_comes_one_byte_at_a_time_ends_in_408() throws Exception {
        serve(limits(PATIENT, Duration.ofSeconds(2)));
        Wire wire = slow("GET / HTTP/1.1\r\n");
        AtomicBoolean answered = new AtomicBoolean();
        Thread sender = new Thread(() -> {
            try {
                while (!answered.get()) {
                    wire.say("a: b\r\n");
                    java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                }
            } catch (IOException e) {
                // The router has had enough.
                return;
            }
        });
        sender.start();

        assertThat(wire.until("in time")).startsWith("HTTP/1.1 408");
        answered.set(true);
        sender.join();
    }

    @Test
    void a_reader_that_stands_still_loses_its_connection_after_a_while() throws Exception {
        serve(limits(PATIENT, PATIENT));
        slow("GET /long HTTP/1.1\r\nHost: shop\r\n\r\n");

        org.awaitility.Awaitility.await().until(() -> router.traffic(SITE).underway() == 1);
        org.awaitility.Awaitility.await().until(() -> router.traffic(SITE).underway() == 0);
    }

    @Test
    void an_address_leaves_half_of_the_connections_to_others() throws Exception {
        try (Backend silent = new Backend((in, out) -> {
            if (Backend.head(in).startsWith("GET /slow")) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            Backend.write(out, OK);
        })) {
            router = NettyRouter.listen("127.0.0.1", 0, RouterOptions.PLAIN, limits(PATIENT, PATIENT));
            Wire.serve(router, silent);
            for (int i = 0; i < 100; i++) {
                slow("GET /slow HTTP/1.1\r\nHost: shop\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n");
            }

            for (int i = 0; i < 10; i++) {
                assertThat(Wire.ask(
                                router,
                                "GET / HTTP/1.1\r\nHost: shop\r\nX-Forwarded-For: 192.0.2." + (i + 2)
                                        + "\r\nConnection: close\r\n\r\n"))
                        .endsWith("ok");
            }
        }
    }

    private void serve(ClientLimits limits) throws Exception {
        router = NettyRouter.listen("127.0.0.1", 0, RouterOptions.PLAIN, limits);
        Wire.serve(router, backend);
    }

    private static ClientLimits limits(Duration window, Duration head) {
        return new ClientLimits(
                window, 10_000, head, Duration.ofSeconds(60), Duration.ofSeconds(2), 5_000, UPSTREAM, 64 << 20);
    }

    private Wire slow(String request) throws IOException {
        Wire wire = new Wire(router);
        slow.add(wire);
        return wire.say(request);
    }
}
