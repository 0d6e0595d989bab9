package io.jenkins.plugins.slipway.host.router.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an application says of an upload that it does not want arrives, whenever it says so and however it ends the connection. */
class RefusedUploadTest {
    private static final int ROUNDS = 15;

    private NettyRouter router;

    @BeforeEach
    void start() throws Exception {
        router = NettyRouter.listen("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @ParameterizedTest(name = "{0} for {1} {2} bytes, chunks: {3}, read before: {4}")
    @CsvSource({
        "413, POST, 1000, false, 0",
        "401, POST, 60000, false, 0",
        "413, PUT, 60000, true, 0",
        "413, POST, 300000, false, 0",
        "401, PUT, 3000000, false, 0",
        "413, POST, 20000000, false, 0",
        "413, POST, 20000000, false, 100000",
        "401, PUT, 3000000, true, 0",
        "413, POST, 20000000, true, 100000",
    })
    void it_arrives(int status, String method, int size, boolean chunks, int read) throws Exception {
        try (Backend backend = new Backend((in, out) -> {
            Backend.head(in);
            in.readNBytes(read);
            Backend.write(out, "HTTP/1.1 " + status + " No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
        })) {
            Wire.serve(router, backend);
            for (int i = 0; i < ROUNDS; i++) {
                try (Wire wire = new Wire(router)) {
                    CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(wire, method, size, chunks));
                    assertThat(wire.until("\r\n\r\nno")).as("round " + i).startsWith("HTTP/1.1 " + status);
                    wire.close();
                    sent.join();
                }
            }
        }
    }

    private static void send(Wire wire, String method, int size, boolean chunks) {
        byte[] piece = new byte[10_000];
        try {
            OutputStream out = wire.socket().getOutputStream();
            Backend.write(
                    out,
                    method + " / HTTP/1.1\r\nHost: shop\r\n"
                            + (chunks ? "Transfer-Encoding: chunked" : "Content-Length: " + size) + "\r\n\r\n");
            for (int left = size; left > 0; left -= piece.length) {
                int length = Math.min(left, piece.length);
                if (chunks) {
                    Backend.write(out, Integer.toHexString(length) + "\r\n");
                }
                out.write(piece, 0, length);
                if (chunks) {
                    Backend.write(out, "\r\n");
                }
            }
            Backend.write(out, chunks ? "0\r\n\r\n" : "");
        } catch (SocketException e) {
            // The test has its answer and left.
            return;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
