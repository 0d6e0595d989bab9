package io.jenkins.plugins.slipway.host.router.traffic;

import static io.jenkins.plugins.slipway.host.router.traffic.Wire.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that cannot be read is 502 at once, and the application is asked once. */
class UnreadableAnswerTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final AtomicInteger asked = new AtomicInteger();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream before = System.err;
    private NettyRouter router;

    @BeforeEach
    void start() throws Exception {
        router = NettyRouter.listen("127.0.0.1", 0);
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setErr(before);
        router.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "two lengths|HTTP/1.1 200 OK~Content-Length: 5~Content-Length: 6~~hello|ength",
                "the same length twice|HTTP/1.1 200 OK~Content-Length: 5~Content-Length: 5~~hello|ength",
                "lengths in one header|HTTP/1.1 200 OK~Content-Length: 5, 6~~hello|ength",
                "a length that is no number|HTTP/1.1 200 OK~Content-Length: five~~hello|ength",
                "a negative length|HTTP/1.1 200 OK~Content-Length: -5~~hello|ength",
                "a signed length|HTTP/1.1 200 OK~Content-Length: +5~~hello|ength",
                "a huge length|HTTP/1.1 200 OK~Content-Length: 99999999999999999999~~hello|ength",
                "a length and chunks|HTTP/1.1 200 OK~Content-Length: 5~Transfer-Encoding: chunked~~0~~|both",
                "an unknown encoding|HTTP/1.1 200 OK~Transfer-Encoding: gzip~~hello|encoding",
                "two encodings|HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~~0~~|encoding",
                "an encoding twice|HTTP/1.1 200 OK~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~0~~|encoding",
                "a bad chunk|HTTP/1.1 200 OK~Transfer-Encoding: chunked~~zz~hello~0~~|chunk",
                "garbage|garbage~~|status line",
                "garbage without an end|what is this|status line",
                "an older protocol|<html>hello</html>|status line",
                "another protocol|SSH-2.0-OpenSSH_9.2~|status line",
                "the next protocol|HTTP/2.0 200 OK~~|status line",
                "a status of two digits|HTTP/1.1 20 OK~~|status line",
                "a status of four digits|HTTP/1.1 2000 OK~~|status line",
                "a status that is a word|HTTP/1.1 OK~~|status line",
                "no status|HTTP/1.1~~|status line",
                "a folded header|HTTP/1.1 200 OK~X-A: 1~ 2~Content-Length: 2~~ok|continued",
                "a zero byte in a header|HTTP/1.1 200 OK~X-A: 1@2~Content-Length: 2~~ok|zero byte",
                "a zero byte in the status line|HTTP/1.1 200 O@K~Content-Length: 2~~ok|zero byte",
                "a header without a colon|HTTP/1.1 200 OK~nonsense~Content-Length: 2~~ok|colon",
                "an unasked change of protocol|HTTP/1.1 101 Switching Protocols~Upgrade: websocket~Connection: Upgrade~~|protocol",
            })
    void it_is_502_at_once_and_asked_once_and_the_log_says_why(String name, String answer, String reason)
            throws Exception {
        answering(plain(answer), "DELETE", reason);
    }

    @Test
    void a_head_that_is_too_long_is_502_however_it_is_too_long() throws Exception {
        String length = "Content-Length: 2\r\n\r\nok";
        answering("HTTP/1.1 200 OK\r\nX-A: " + "a".repeat(140_000) + "\r\n" + length, "GET", "longer than");
        answering("HTTP/1.1 200 OK\r\n" + "X-A: 123456789\r\n".repeat(9_000) + length, "GET", "more than");
        answering("HTTP/1.1 200 " + "O".repeat(140_000) + "K\r\n" + length, "GET", "longer than");
        answering("HTTP/1.1 200 " + "O".repeat(20_000) + "K\r\n" + length, "GET", "longer than");
        answering("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(1_000) + OK, "GET", "before the answer");
        answering("\r\n".repeat(100) + OK, "GET", "empty lines");
    }

    @Test
    void an_answer_that_breaks_off_in_its_head_is_502_and_not_asked_for_again() throws Exception {
        answering("HTTP/1.1 200 OK\r\nContent-Len", "DELETE", "broke off", true);
        answering("H", "DELETE", "broke off", true);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void whatever_an_application_says_it_is_asked_once_and_the_client_hears_at_once(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = new byte[random.nextInt(1, 3_000)];
        random.nextBytes(bytes);
        bytes[0] = (byte) (bytes[0] == '\r' || bytes[0] == '\n' || bytes[0] == 'H' ? 'x' : bytes[0]);
        answering(new String(bytes, StandardCharsets.ISO_8859_1), "PUT", "");
    }

    @Test
    void what_follows_an_answer_is_never_taken_for_the_next_one() throws Exception {
        try (Backend backend = new Backend((in, out) -> {
                    while (true) {
                        Backend.head(in);
                        Backend.write(out, OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                    }
                });
                Wire wire = new Wire(router)) {
            Wire.serve(router, backend);
            for (int i = 0; i < 50; i++) {
                assertThat(wire.say("GET / HTTP/1.1\r\nHost: shop\r\n\r\n").until("ok"))
                        .startsWith("HTTP/1.1 200")
                        .doesNotContain("evil");
            }
        }
    }

    @Test
    void nobody_fills_the_log_by_asking_for_bad_answers() throws Exception {
        try (Backend backend = new Backend((in, out) -> {
            Backend.head(in);
            Backend.write(out, "garbage\r\n");
        })) {
            Wire.serve(router, backend);
            for (int i = 0; i < 100; i++) {
                Wire.ask(router, "GET /" + i + "?token=secret HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");
            }
        }
        assertThat(said.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains(SITE)))
                .hasSizeBetween(20, 60);
        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("secret");
    }

    private void answering(String answer, String method, String reason) throws Exception {
        answering(answer, method, reason, false);
    }

    private void answering(String answer, String method, String reason, boolean ends) throws Exception {
        asked.set(0);
        said.reset();
        try (Backend backend = new Backend((in, out) -> {
            Backend.head(in);
            asked.incrementAndGet();
            Backend.write(out, answer);
            while (!ends && in.read() >= 0) {
                // Until the router has had enough.
                continue;
            }
        })) {
            Wire.serve(router, backend);
            assertThat(Wire.ask(router, method + " / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
                    .contains("HTTP/1.1 502")
                    .endsWith("cannot be read.\n");
        }
        assertThat(asked).hasValue(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains(SITE, reason);
    }

    private static String plain(String text) throws IOException {
        return text.replace("~", "\r\n").replace('@', '\0');
    }
}
