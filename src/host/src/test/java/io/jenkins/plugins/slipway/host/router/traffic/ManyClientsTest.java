package io.jenkins.plugins.slipway.host.router.traffic;

import static io.jenkins.plugins.slipway.host.router.traffic.Wire.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.host.router.RouterOptions;
import io.jenkins.plugins.slipway.host.router.http.HeadLines;
import io.jenkins.plugins.slipway.host.router.limits.ClientLimits;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients make the router keep is bounded: their number, what they send ahead, and what it takes in memory. */
class ManyClientsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String GET = "GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n";

    private final List<Wire> clients = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private NettyRouter router;
    private Backend backend;

    private void start(int connections, long memory) throws Exception {
        backend = new Backend((in, out) -> {
            while (true) {
                Backend.head(in);
                asked.incrementAndGet();
                Backend.write(out, OK);
            }
        });
        router = NettyRouter.listen(
                "127.0.0.1",
                0,
                RouterOptions.PLAIN,
                new ClientLimits(
                        Duration.ofSeconds(60),
                        1,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        connections,
                        64,
                        memory));
        Wire.serve(router, backend);
    }

    @AfterEach
    void stop() throws IOException {
        for (Wire wire : clients) {
            wire.close();
        }
        router.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET / HT", "GET / HTTP/1.1\r\nHost: shop\r\n"})
    void the_connection_that_has_waited_the_longest_makes_room(String begun) throws Exception {
        start(40, 64 << 20);
        for (int i = 0; i < 200; i++) {
            clients.add(new Wire(router).say(begun));
        }

        for (int i = 0; i < 20; i++) {
            assertThat(Wire.ask(router, GET)).endsWith("ok");
        }
        assertThat(ended(clients.get(0))).isTrue();
    }

    @Test
    void a_connection_whose_request_is_under_way_is_not_the_one_that_goes() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        start(40, 64 << 20);
        try (Backend waiting = new Backend((in, out) -> {
            Backend.head(in);
            try {
                answer.await();
            } catch (InterruptedException e) {
                return;
            }
            Backend.write(out, OK);
        })) {
            Wire.serve(router, waiting);
            Wire busy = new Wire(router).say(GET);
            clients.add(busy);
            org.awaitility.Awaitility.await().until(() -> router.traffic(SITE).underway() == 1);
            for (int i = 0; i < 200; i++) {
                clients.add(new Wire(router));
            }
            assertThat(ended(clients.get(1))).isTrue();
            answer.countDown();

            assertThat(busy.rest()).endsWith("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void thousands_of_requests_sent_ahead_are_answered_in_their_order_whatever_pieces_they_come_in(long seed)
            throws Exception {
        start(100, 64 << 20);
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder all = new StringBuilder();
        int number = 2_000;
        for (int i = 0; i < number; i++) {
            String body = "b".repeat(random.nextInt(3) * random.nextInt(40));
            all.append(
                    random.nextBoolean()
                            ? "GET /" + i + " HTTP/1.1\r\nHost: nobody" + i + "\r\n\r\n"
                            : "PUT /" + i + " HTTP/1.1\r\nHost: nobody" + i + "\r\nContent-Length: " + body.length()
                                    + "\r\n\r\n" + body);
        }
        all.append(GET);
        try (Wire wire = new Wire(router)) {
            Thread sender = new Thread(() -> {
                try {
                    for (int at = 0; at < all.length(); ) {
                        int end = Math.min(all.length(), at + random.nextInt(1, 40_000));
                        wire.say(all.substring(at, end));
                        at = end;
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            sender.start();
            String answers = wire.rest();
            sender.join();
            assertThat(answers.split("HTTP/1.1 404")).hasSize(number + 1);
            assertThat(answers).endsWith("ok");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_head_of_many_short_lines_is_refused_before_it_is_complete() throws Exception {
        start(100, 64 << 20);
        String lines = "a:b\r\n".repeat(HeadLines.MOST + 1);

        assertThat(Wire.ask(router, "GET / HTTP/1.1\r\nHost: shop\r\n" + lines)).startsWith("HTTP/1.1 431");
        assertThat(Wire.ask(router, "GET / HTTP/1.1\r\nHost: shop\r\n" + lines + "\r\n"))
                .startsWith("HTTP/1.1 431");
        try (Wire wire = new Wire(router)) {
            wire.say("GET / HTTP/1.1\r\nHost: shop\r\n");
            for (int i = 0; i < HeadLines.MOST + 1; i++) {
                wire.say("a:b\r\n");
            }
            assertThat(wire.rest()).startsWith("HTTP/1.1 431");
        }
        assertThat(Wire.ask(
                        router,
                        "GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n" + "a:b\r\n".repeat(HeadLines.MOST - 2)
                                + "\r\n"))
                .endsWith("ok");
    }

    @Test
    void heads_and_bodies_that_wait_are_bounded_in_bytes_and_small_requests_are_answered_all_the_same()
            throws Exception {
        start(2_000, 2 << 20);
        String head = "GET / HTTP/1.1\r\nHost: shop\r\nX: " + "x".repeat(60_000);
        String body = "POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 60000\r\n\r\n" + "x".repeat(50_000);
        for (int i = 0; i < 100; i++) {
            clients.add(new Wire(router).say(i % 2 == 0 ? head : body));
        }

        assertThat(Wire.ask(router, GET)).endsWith("ok");
        assertThat(clients.get(99).rest()).startsWith("HTTP/1.1 503");

        for (Wire wire : clients) {
            wire.close();
        }
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(Wire.ask(
                                router,
                                "POST / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nX: " + "x".repeat(20_000)
                                        + "\r\nContent-Length: 0\r\n\r\n"))
                        .endsWith("ok"));
    }

    private static boolean ended(Wire wire) throws IOException {
        try {
            return wire.rest().isEmpty();
        } catch (SocketException e) {
            // It had sent something that nobody read.
            return true;
        }
    }
}
