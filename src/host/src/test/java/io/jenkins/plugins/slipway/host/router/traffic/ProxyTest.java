package io.jenkins.plugins.slipway.host.router.traffic;

import static io.jenkins.plugins.slipway.host.router.traffic.Wire.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.host.router.Router.HoldRule;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.http.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes through comes out as it went in, no faster than the other end takes it. */
class ProxyTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    Path folder;

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
    void connections_are_used_again_on_both_sides() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (Backend backend = new Backend((in, out) -> {
                    connections.incrementAndGet();
                    while (true) {
                        Backend.head(in);
                        Backend.write(out, OK);
                    }
                });
                Wire wire = new Wire(router)) {
            Wire.serve(router, backend);
            for (int i = 0; i < 20; i++) {
                assertThat(wire.say("GET / HTTP/1.1\r\nHost: shop\r\n\r\n").until("ok"))
                        .startsWith("HTTP/1.1 200");
            }
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void an_older_client_gets_no_chunks_and_may_keep_its_connection() throws Exception {
        try (Backend backend = new Backend((in, out) -> {
            boolean chunked = Backend.head(in).startsWith("GET /chunks");
            Backend.write(
                    out,
                    chunked
                            ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
                            : OK);
        })) {
            Wire.serve(router, backend);
            assertThat(Wire.ask(router, "GET /chunks HTTP/1.0\r\nHost: shop\r\n\r\n"))
                    .doesNotContainIgnoringCase("transfer-encoding")
                    .endsWith("\r\n\r\nabcde");
            try (Wire wire = new Wire(router)) {
                String request = "GET / HTTP/1.0\r\nHost: shop\r\nConnection: keep-alive\r\n\r\n";
                assertThat(wire.say(request).until("ok")).containsIgnoringCase("connection: keep-alive");
                assertThat(wire.say(request).until("ok")).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void an_answer_without_a_length_ends_with_the_applications_connection() throws Exception {
        try (Backend backend = new Backend((in, out) -> {
                    Backend.head(in);
                    Backend.write(out, "HTTP/1.0 200 OK\r\n\r\nall of it");
                });
                Wire wire = new Wire(router)) {
            Wire.serve(router, backend);
            assertThat(wire.say("GET / HTTP/1.1\r\nHost: shop\r\n\r\n").until("0\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("transfer-encoding: chunked")
                    .contains("9\r\nall of it\r\n");
        }
    }

    @Test
    void answers_without_a_body_have_none_and_say_what_the_application_said() throws Exception {
        try (Backend backend = new Backend((in, out) -> {
                    while (true) {
                        String head = Backend.head(in);
                        Backend.write(
                                out,
                                head.startsWith("HEAD")
                                        ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                                        : head.contains("/304")
                                                ? "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n"
                                                : "HTTP/1.1 204 No Content\r\n\r\n");
                    }
                });
                Wire wire = new Wire(router)) {
            Wire.serve(router, backend);
            assertThat(wire.say("HEAD / HTTP/1.1\r\nHost: shop\r\n\r\n").until("\r\n\r\n"))
                    .containsIgnoringCase("content-length: 5");
            assertThat(wire.say("GET /304 HTTP/1.1\r\nHost: shop\r\n\r\n").until("\r\n\r\n"))
                    .startsWith("HTTP/1.1 304")
                    .doesNotContainIgnoringCase("transfer-encoding");
            assertThat(wire.say("GET /204 HTTP/1.1\r\nHost: shop\r\n\r\n").until("\r\n\r\n"))
                    .startsWith("HTTP/1.1 204");
        }
    }

    @Test
    void early_hints_come_before_the_answer() throws Exception {
        try (Backend backend = new Backend((in, out) -> {
                    Backend.head(in);
                    Backend.write(out, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + OK);
                });
                Wire wire = new Wire(router)) {
            Wire.serve(router, backend);
            assertThat(wire.say("GET / HTTP/1.1\r\nHost: shop\r\n\r\n").until("ok"))
                    .startsWith("HTTP/1.1 103")
                    .contains("</a.css>")
                    .contains("HTTP/1.1 200 OK");
        }
    }

    @Test
    void an_upload_waits_for_an_application_that_reads_slowly() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        long size = 256L << 20;
        AtomicLong count = new AtomicLong();
        try (Backend backend = new Backend((in, out) -> {
                    Backend.head(in);
                    await(read);
                    count.set(skip(in, size));
                    Backend.write(out, OK);
                });
                Wire wire = new Wire(router)) {
            Wire.serve(router, backend);
            AtomicLong written = new AtomicLong();
            wire.say("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: " + size + "\r\n\r\n");
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> fill(wire, size, written));
            AtomicLong last = new AtomicLong(-1);
            // Writing comes to a stop when all that is in between is full.
            await().pollInterval(Duration.ofMillis(300))
                    .until(() -> written.get() > 0 && last.getAndSet(written.get()) == written.get());

            assertThat(written.get()).isLessThan(size / 2);

            read.countDown();
            writing.get(60, TimeUnit.SECONDS);
            assertThat(wire.until("ok")).startsWith("HTTP/1.1 200");
            assertThat(count).hasValue(size);
        }
    }

    @Test
    void a_download_waits_for_a_client_that_reads_slowly() throws Exception {
        long size = 256L << 20;
        AtomicLong written = new AtomicLong();
        try (Backend backend = new Backend((in, out) -> {
                    Backend.head(in);
                    Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                    fill(out, size, written);
                });
                Wire wire = new Wire(router)) {
            Wire.serve(router, backend);
            wire.say("GET / HTTP/1.1\r\nHost: shop\r\n\r\n").until("\r\n\r\n");
            AtomicLong last = new AtomicLong(-1);
            await().pollInterval(Duration.ofMillis(300))
                    .until(() -> written.get() > 0 && last.getAndSet(written.get()) == written.get());

            assertThat(written.get()).isLessThan(size / 2);

            assertThat(skip(wire.socket().getInputStream(), size)).isEqualTo(size);
        }
    }

    @Test
    void an_application_that_answers_before_it_has_read_all_is_heard() throws Exception {
        try (Backend backend = new Backend((in, out) -> {
                    Backend.head(in);
                    Backend.write(out, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
                    skip(in, 1 << 20);
                });
                Wire wire = new Wire(router)) {
            Wire.serve(router, backend);
            wire.say("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 100000000\r\n\r\nabc");
            assertThat(wire.until("no")).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void a_client_that_leaves_takes_its_request_back() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (Backend backend = new Backend((in, out) -> {
            Backend.head(in);
            if (in.read() < 0) {
                ended.countDown();
            }
        })) {
            Wire.serve(router, backend);
            try (Wire wire = new Wire(router)) {
                wire.say("GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
                await().until(() -> router.traffic(SITE).underway() == 1);
            }
            assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
            await().until(() -> router.traffic(SITE).underway() == 0);
        }
    }

    @Test
    void what_a_stranger_says_about_itself_is_replaced_and_what_the_router_knows_is_added() throws Exception {
        Peer stranger = new Peer("192.0.2.7", false, true);
        var headers = new io.netty.handler.codec.http.DefaultHttpHeaders()
                .add("X-Forwarded-For", "1.1.1.1")
                .add("X-Forwarded-For", "2.2.2.2")
                .add("X-Forwarded-Proto", "gopher")
                .add("X-Forwarded-Host", "evil")
                .add("X-Forwarded-Port", "1")
                .add("X-Real-IP", "3.3.3.3")
                .add("Forwarded", "for=4.4.4.4")
                .add("Via", "1.1 there");
        stranger.introduce(headers, "shop:8443");

        assertThat(headers.getAll("x-forwarded-for")).containsExactly("192.0.2.7");
        assertThat(headers.getAll("x-forwarded-proto")).containsExactly("https");
        assertThat(headers.getAll("x-forwarded-host")).containsExactly("shop:8443");
        assertThat(headers.getAll("x-forwarded-port")).containsExactly("8443");
        assertThat(headers.getAll("forwarded")).containsExactly("for=192.0.2.7;host=\"shop:8443\";proto=https");
        assertThat(headers.getAll("via")).containsExactly("1.1 slipway");
        assertThat(headers.contains("x-real-ip")).isFalse();
    }

    @Test
    void what_a_trusted_proxy_says_is_kept_and_continued() {
        Peer proxy = new Peer("10.0.0.1", true, false);
        var headers = new io.netty.handler.codec.http.DefaultHttpHeaders()
                .add("X-Forwarded-For", "2001:db8::1")
                .add("X-Forwarded-Proto", "https")
                .add("X-Forwarded-Host", "shop.example");
        proxy.introduce(headers, "shop:8080");

        assertThat(headers.get("x-forwarded-for")).isEqualTo("2001:db8::1, 10.0.0.1");
        assertThat(headers.get("x-forwarded-port")).isEqualTo("443");
        assertThat(headers.get("forwarded"))
                .isEqualTo("for=\"[2001:db8::1]\", for=10.0.0.1;host=\"shop.example\";proto=https");
    }

    @Test
    void an_application_at_a_socket_in_the_file_system_answers_too() throws Exception {
        Path socket = folder.resolve("app.sock");
        try (UnixBackend backend = new UnixBackend(socket, OK)) {
            router.announce(SITE, Set.of("shop"));
            router.serve(
                    SITE,
                    new Routes(List.of(new Routes.Route(
                            "shop",
                            "/",
                            new Routes.Destination.Upstream(List.of(new Routes.Backend(0, socket.toString())))))));
            assertThat(Wire.ask(router, "GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
                    .endsWith("ok");
        }
    }

    @Test
    void requests_with_effects_wait_with_their_bodies_if_that_is_wished_and_bytes_are_bounded() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>("");
        try (Backend backend = new Backend((in, out) -> {
                    Backend.head(in);
                    seen.set(new String(in.readNBytes(5), java.nio.charset.StandardCharsets.US_ASCII));
                    Backend.write(out, OK);
                });
                Wire waits = new Wire(router);
                Wire tooMuch = new Wire(router)) {
            router.announce(SITE, Set.of("shop"));
            router.hold(SITE, new HoldRule(true, Duration.ofSeconds(30), 10, 5_000));
            waits.say("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\n\r\nhello");
            await().until(() -> router.traffic(SITE).waiting() == 1);
            tooMuch.say("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1000));
            assertThat(tooMuch.until("retry-after")).startsWith("HTTP/1.1 503");

            Wire.serve(router, backend);

            assertThat(waits.until("ok")).startsWith("HTTP/1.1 200");
            assertThat(seen).hasValue("hello");
        }
    }

    @Test
    void a_head_that_does_not_come_to_its_end_holds_nothing_up() throws Exception {
        try (Backend backend = new Backend((in, out) -> {
                    Backend.head(in);
                    Backend.write(out, OK);
                });
                Wire slow = new Wire(router)) {
            Wire.serve(router, backend);
            slow.say("GET / HTTP/1.1\r\nHost: sh");
            assertThat(Wire.ask(router, "GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
                    .endsWith("ok");
            assertThat(slow.say("op\r\n\r\n").until("ok")).startsWith("HTTP/1.1 200");
        }
    }

    private static long skip(InputStream in, long size) throws IOException {
        long count = 0;
        byte[] buffer = new byte[64 << 10];
        while (count < size) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, size - count));
            if (read < 0) {
                break;
            }
            count += read;
        }
        return count;
    }

    private static void fill(Wire wire, long size, AtomicLong written) {
        try {
            fill(wire.socket().getOutputStream(), size, written);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void fill(OutputStream out, long size, AtomicLong written) throws IOException {
        byte[] buffer = new byte[64 << 10];
        while (written.get() < size) {
            out.write(buffer);
            written.addAndGet(buffer.length);
        }
        out.flush();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static org.awaitility.core.ConditionFactory await() {
        return org.awaitility.Awaitility.await();
    }
}
