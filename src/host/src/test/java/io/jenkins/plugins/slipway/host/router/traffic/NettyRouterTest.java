package io.jenkins.plugins.slipway.host.router.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.host.router.Router.HoldRule;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.Routes.Destination;
import io.jenkins.plugins.slipway.host.router.Routes.Route;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NettyRouterTest {
    private static final String SITE = "shop/production";

    private NettyRouter router;

    @BeforeEach
    void start() throws Exception {
        router = NettyRouter.listen("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void a_port_that_another_program_has_is_named_with_what_to_do() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> NettyRouter.listen("127.0.0.1", other.getLocalPort()))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("cannot listen on port " + other.getLocalPort())
                    .hasMessageContaining("slipway host start --port");
        }
    }

    @Test
    void a_host_that_nobody_serves_is_told_so_without_naming_others() throws Exception {
        router.announce(SITE, Set.of("known"));

        assertThat(ask("GET / HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404")
                .contains("slipway status")
                .doesNotContain("known");
    }

    @Test
    void the_longest_path_prefix_wins_and_redirects_keep_the_rest() throws Exception {
        try (Backend main = answering("main");
                Backend api = answering("api")) {
            router.announce(SITE, Set.of("shop", "old"));
            router.serve(
                    SITE,
                    new Routes(List.of(
                            new Route("shop", "/", new Destination.Upstream(main.port())),
                            new Route("shop", "/api/", new Destination.Upstream(api.port())),
                            new Route("old", "/", new Destination.Redirect("http://shop/", 301, true)))));

            assertThat(ask("GET /api/x HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
                    .endsWith("api");
            assertThat(ask("GET /api HTTP/1.1\r\nHost: SHOP:80\r\nConnection: close\r\n\r\n"))
                    .endsWith("api");
            assertThat(ask("GET /apixx HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
                    .endsWith("main");
            assertThat(ask("GET /a?b=c HTTP/1.1\r\nHost: old\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 301")
                    .containsIgnoringCase("location: http://shop/a?b=c");
        }
    }

    @Test
    void the_application_learns_who_asked_and_hop_by_hop_headers_stay_behind() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>("");
        try (Backend backend = new Backend((in, out) -> {
            seen.set(Backend.head(in));
            Backend.write(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: X-Secret\r\nX-Secret: 1\r\nX-Kept: 2\r\n\r\nok");
        })) {
            serve(backend);
            String answer = ask("GET /p?q HTTP/1.1\r\nHost: shop:8080\r\nConnection: close, X-Mine\r\nX-Mine: 1\r\n"
                    + "X-Forwarded-For: 9.9.9.9\r\nTE: trailers\r\nForwarded: for=8.8.8.8\r\nX-Other: 3\r\n\r\n");

            assertThat(answer).contains("X-Kept: 2").doesNotContain("X-Secret");
        }
        assertThat(seen.get())
                .startsWith("GET /p?q HTTP/1.1\r\n")
                .containsIgnoringCase("host: shop:8080")
                .containsIgnoringCase("x-forwarded-for: 9.9.9.9, 127.0.0.1")
                .containsIgnoringCase("x-forwarded-proto: http")
                .containsIgnoringCase("x-forwarded-host: shop:8080")
                .containsIgnoringCase("x-other: 3")
                .doesNotContainIgnoringCase("x-mine")
                .doesNotContainIgnoringCase("trailers")
                .doesNotContainIgnoringCase("8.8.8.8");
    }

    @Test
    void a_long_upload_streams_through_with_and_without_a_length() throws Exception {
        int size = 8 << 20;
        try (Backend backend = new Backend((in, out) -> {
            String head = Backend.head(in);
            long count = 0;
            if (head.toLowerCase().contains("chunked")) {
                while (true) {
                    StringBuilder line = new StringBuilder();
                    while (line.indexOf("\r\n") < 0) {
                        line.append((char) in.read());
                    }
                    int length = Integer.parseInt(line.toString().strip(), 16);
                    count += in.readNBytes(length).length;
                    in.readNBytes(2);
                    if (length == 0) {
                        break;
                    }
                }
            } else {
                count = in.readNBytes(size).length;
            }
            String text = Long.toString(count);
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
        })) {
            serve(backend);
            byte[] body = new byte[size];

            try (Socket socket = connect()) {
                Backend.write(
                        socket.getOutputStream(),
                        "POST / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nContent-Length: " + size + "\r\n\r\n");
                socket.getOutputStream().write(body);
                assertThat(rest(socket)).endsWith(Integer.toString(size));
            }
            try (Socket socket = connect()) {
                Backend.write(
                        socket.getOutputStream(),
                        "PUT / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
                for (int i = 0; i < 8; i++) {
                    Backend.write(socket.getOutputStream(), Integer.toHexString(size / 8) + "\r\n");
                    socket.getOutputStream().write(body, 0, size / 8);
                    Backend.write(socket.getOutputStream(), "\r\n");
                }
                Backend.write(socket.getOutputStream(), "0\r\n\r\n");
                assertThat(rest(socket)).endsWith(Integer.toString(size));
            }
        }
    }

    @Test
    void events_reach_the_client_as_they_happen_and_end_at_a_switch_without_holding_it_up() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (Backend backend = new Backend((in, out) -> {
            Backend.head(in);
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
            await(more);
            Backend.write(out, "data: 2\n\n");
            await(never);
        })) {
            serve(backend);
            try (Socket socket = connect()) {
                Backend.write(socket.getOutputStream(), "GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
                readUntil(socket, "data: 1");
                more.countDown();
                readUntil(socket, "data: 2");
                assertThat(router.traffic(SITE).streams()).isEqualTo(1);

                long begun = System.nanoTime();
                assertThat(router.drain(SITE, Duration.ofSeconds(60))).isZero();

                assertThat(rest(socket)).doesNotEndWith("0\r\n\r\n");
                assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(30));
            }
            never.countDown();
        }
    }

    @Test
    void a_websocket_passes_both_ways() throws Exception {
        try (Backend backend = new Backend((in, out) -> {
            String head = Backend.head(in);
            Backend.write(
                    out,
                    head.contains("abc")
                            ? "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Accept: xyz\r\n\r\n"
                            : "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            in.transferTo(out);
        })) {
            serve(backend);
            try (Socket socket = connect()) {
                Backend.write(
                        socket.getOutputStream(),
                        "GET /chat HTTP/1.1\r\nHost: shop\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                                + "Sec-WebSocket-Key: abc\r\nSec-WebSocket-Version: 13\r\n\r\n");
                assertThat(readUntil(socket, "\r\n\r\n"))
                        .startsWith("HTTP/1.1 101")
                        .containsIgnoringCase("sec-websocket-accept: xyz");
                Backend.write(socket.getOutputStream(), "ping");
                readUntil(socket, "ping");
                assertThat(router.traffic(SITE).underway()).isZero();
                assertThat(router.drain(SITE, Duration.ofMinutes(2))).isZero();
                assertThat(rest(socket)).isEmpty();
            }
        }
    }

    @Test
    void a_client_that_asks_first_is_told_to_go_on_only_when_the_request_can_be_sent() throws Exception {
        try (Backend backend = new Backend((in, out) -> {
            Backend.head(in);
            in.readNBytes(3);
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        })) {
            serve(backend);
            router.hold(SITE, new HoldRule(false, Duration.ofSeconds(30), 10));
            try (Socket socket = connect()) {
                Backend.write(
                        socket.getOutputStream(),
                        "PUT / HTTP/1.1\r\nHost: shop\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
                CompletableFuture<String> informational =
                        CompletableFuture.supplyAsync(() -> readUntil(socket, "\r\n\r\n"));
                org.awaitility.Awaitility.await()
                        .until(() -> router.traffic(SITE).waiting() == 1);
                assertThat(informational).isNotDone();

                serve(backend);

                assertThat(informational.get(120, TimeUnit.SECONDS)).startsWith("HTTP/1.1 100");
                Backend.write(socket.getOutputStream(), "abc");
                assertThat(readUntil(socket, "ok")).contains("200");
            }
        }
    }

    @Test
    void a_request_that_two_servers_could_read_differently_is_refused_or_made_plain() throws Exception {
        List<String> heads = new ArrayList<>();
        try (Backend backend = new Backend((in, out) -> {
            String head = Backend.head(in);
            synchronized (heads) {
                heads.add(head);
            }
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        })) {
            serve(backend);
            String both = ask("POST / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nContent-Length: 44\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: shop\r\n\r\n");
            String twoLengths = ask("POST / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nContent-Length: 5\r\n"
                    + "Content-Length: 6\r\n\r\n123456");
            String twoHosts = ask("GET / HTTP/1.1\r\nHost: shop\r\nHost: other\r\nConnection: close\r\n\r\n");
            String odd = ask("POST / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nTransfer-Encoding: xchunked\r\n"
                    + "Content-Length: 3\r\n\r\nabc");

            assertThat(twoLengths).startsWith("HTTP/1.1 400");
            assertThat(twoHosts).startsWith("HTTP/1.1 400");
            assertThat(odd).startsWith("HTTP/1.1 400");
            assertThat(both).doesNotStartWith("HTTP/1.1 500");
        }
        assertThat(heads).noneMatch(head -> head.contains("smuggled"));
        assertThat(heads)
                .noneMatch(head -> head.toLowerCase().contains("content-length")
                        && head.toLowerCase().contains("transfer-encoding"));
    }

    @Test
    void a_get_whose_application_ends_before_it_answers_is_sent_again_and_a_post_is_not() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Backend backend = new Backend((in, out) -> {
            String head = Backend.head(in);
            if (asked.incrementAndGet() == 1 || head.startsWith("POST")) {
                return;
            }
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        })) {
            serve(backend);
            assertThat(ask("GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
                    .endsWith("ok");
            assertThat(asked).hasValue(2);
            assertThat(ask("POST / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 502");
            assertThat(asked).hasValue(3);
            assertThat(router.traffic(SITE).lost()).isEqualTo(1);
        }
    }

    @Test
    void an_answer_that_breaks_off_breaks_off_for_the_client_too() throws Exception {
        try (Backend backend = new Backend((in, out) -> {
            Backend.head(in);
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        })) {
            serve(backend);
            try (Socket socket = connect()) {
                Backend.write(socket.getOutputStream(), "GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
                String all = rest(socket);
                assertThat(all.length() - all.indexOf("\r\n\r\n") - 4).isLessThan(100);
            }
        }
    }

    @Test
    void no_more_requests_wait_than_may() throws Exception {
        router.announce(SITE, Set.of("shop"));
        router.hold(SITE, new HoldRule(false, Duration.ofSeconds(30), 2));
        try (Socket first = connect();
                Socket second = connect()) {
            for (Socket socket : List.of(first, second)) {
                Backend.write(socket.getOutputStream(), "GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
            }
            org.awaitility.Awaitility.await().until(() -> router.traffic(SITE).waiting() == 2);

            assertThat(ask("GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("retry-after");

            first.close();
            org.awaitility.Awaitility.await().until(() -> router.traffic(SITE).waiting() == 1);
        }
    }

    private void serve(Backend backend) {
        router.announce(SITE, Set.of("shop"));
        router.serve(SITE, new Routes(List.of(new Route("shop", "/", new Destination.Upstream(backend.port())))));
    }

    private static Backend answering(String text) throws IOException {
        return new Backend((in, out) -> {
            Backend.head(in);
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
        });
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", router.port());
        socket.setSoTimeout(120_000);
        return socket;
    }

    private String ask(String request) throws IOException {
        try (Socket socket = connect()) {
            Backend.write(socket.getOutputStream(), request);
            return rest(socket);
        }
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String readUntil(Socket socket, String end) {
        try {
            InputStream in = socket.getInputStream();
            StringBuilder text = new StringBuilder();
            while (text.indexOf(end) < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("ended after " + text);
                }
                text.append((char) next);
            }
            return text.toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
