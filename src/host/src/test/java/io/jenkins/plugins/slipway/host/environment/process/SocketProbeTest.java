package io.jenkins.plugins.slipway.host.environment.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SocketProbeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void the_status_of_a_whole_answer_is_taken() throws Exception {
        assertThat(status("HTTP/1.1 204 No Content\r\n\r\n")).isEqualTo(204);
        assertThat(status("HTTP/1.0 503 Too early\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(503);
        assertThat(status("HTTP/1.1 404\n\n")).isEqualTo(404);
    }

    @Test
    void an_answer_may_come_in_pieces() throws Exception {
        assertThat(status("HTT", "P/1.1 2", "00 OK\r", "\n\r\n")).isEqualTo(200);
    }

    @Test
    void what_only_announces_an_answer_is_not_the_answer() throws Exception {
        assertThat(status("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"))
                .isEqualTo(200);
        assertThat(status(
                        "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n", "\r\n", "HTTP/1.1 500 No\r\n"))
                .isEqualTo(500);
    }

    @Test
    void what_is_no_answer_is_said() {
        assertThatThrownBy(() -> status("SSH-2.0-OpenSSH\r\n")).hasMessage("the answer is not HTTP");
        assertThatThrownBy(() -> status("x".repeat(5_000))).hasMessage("the answer is not HTTP");
        assertThatThrownBy(() -> status("HTTP/1.1 99 Low\r\n\r\n")).hasMessage("the answer is not HTTP");
        assertThatThrownBy(() -> status("HTTP/1.1 2")).hasMessage("it was closed without an answer");
    }

    @Test
    void one_that_says_nothing_is_waited_for_no_longer_than_asked() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> SocketProbe.status(server.getLocalPort(), "/", Duration.ofMillis(50)))
                    .isInstanceOf(HttpTimeoutException.class);
        }
    }

    @Test
    void nobody_there_is_told_from_a_bad_answer() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        assertThatThrownBy(() -> SocketProbe.status(port, "/", PATIENCE)).isInstanceOf(ConnectException.class);
    }

    private static int status(String... pieces) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server, pieces));
            try {
                return SocketProbe.status(server.getLocalPort(), "/health", PATIENCE);
            } finally {
                served.join();
            }
        }
    }

    private static void serve(ServerSocket server, String... pieces) {
        try (Socket socket = server.accept()) {
            socket.setTcpNoDelay(true);
            byte[] request = new byte[4096];
            int length = socket.getInputStream().read(request);
            assertThat(new String(request, 0, length, StandardCharsets.US_ASCII))
                    .startsWith("GET /health HTTP/1.1\r\nhost: 127.0.0.1:" + server.getLocalPort());
            for (String piece : pieces) {
                socket.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            // The one that asked had heard enough.
            return;
        }
    }
}
