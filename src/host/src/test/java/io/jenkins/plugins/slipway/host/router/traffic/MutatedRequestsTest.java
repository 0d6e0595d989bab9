package io.jenkins.plugins.slipway.host.router.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.testing.RawRequests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends: what an application gets is one request after the other, each written so that it can be read in one way. */
class MutatedRequestsTest {
    private static final List<String> SEEDS = List.of(
            "GET /a/b?c=d HTTP/1.1\r\nHost: shop\r\nX-A: b\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\n\r\nhello",
            "POST /a HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\nX-T: 1\r\n\r\n",
            "HEAD / HTTP/1.0\r\nHost: shop\r\nConnection: keep-alive\r\n\r\n",
            "PUT http://shop/x HTTP/1.1\r\nHost: shop\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok");

    private static final int WAIT_MILLIS = 100;
    private static final int PATIENCE_MILLIS = 120_000;

    private final Queue<ByteArrayOutputStream> received = new ConcurrentLinkedQueue<>();
    private NettyRouter router;
    private Backend backend;

    @BeforeEach
    void start() throws Exception {
        router = NettyRouter.listen("127.0.0.1", 0);
        backend = new Backend((in, out) -> {
            // Answers as soon as what came is a whole request.
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            received.add(all);
            int answered = 0;
            int next = in.read();
            while (next >= 0) {
                all.write(next);
                int whole = in.available() == 0 ? StrictRequests.whole(all.toString(StandardCharsets.ISO_8859_1)) : -1;
                if (whole > answered) {
                    answered = whole;
                    Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                }
                next = in.read();
            }
        });
        Wire.serve(router, backend);
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
        router.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void an_application_gets_only_what_can_be_read_in_one_way(long seed) throws IOException {
        for (String request : SEEDS) {
            assertThat(answered(request, PATIENCE_MILLIS)).as(request).isTrue();
        }
        for (String request : RawRequests.changed(SEEDS, 150, seed)) {
            answered(request, WAIT_MILLIS);
        }
        // What comes last may be cut off; what came first may not.
        List<String> all = received.stream()
                .map(one -> one.toString(StandardCharsets.ISO_8859_1))
                .toList();
        assertThat(all)
                .allSatisfy(text ->
                        assertThat(StrictRequests.complaint(text)).as(text).isEmpty());
        assertThat(all.stream().mapToInt(StrictRequests::whole).sum()).isGreaterThan(1_000);
    }

    /**
     * Whether the application answers.
     *
     * @param patience milliseconds after which the router is taken to wait for more of a request
     */
    private boolean answered(String request, int patience) throws IOException {
        StringBuilder answer = new StringBuilder();
        try (Wire wire = new Wire(router)) {
            wire.say(request);
            wire.socket().setSoTimeout(patience);
            int next = wire.socket().getInputStream().read();
            while (next >= 0 && answer.indexOf(" 200 OK") < 0) {
                answer.append((char) next);
                next = wire.socket().getInputStream().read();
            }
        } catch (SocketException | SocketTimeoutException e) {
            // It waits for the rest of a request, or has cut the connection.
            return false;
        }
        return answer.indexOf(" 200 OK") >= 0;
    }
}
