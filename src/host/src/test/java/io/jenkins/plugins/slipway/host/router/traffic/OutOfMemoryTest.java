package io.jenkins.plugins.slipway.host.router.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.upstream.OutOfMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A router without memory ends at once, whichever memory it is, and does not go on half dead. */
class OutOfMemoryTest {
    private static final int CLIENTS = 400;

    /** A router with little memory outside Java's heap. */
    static final class Small {
        private Small() {}

        public static void main(String[] args) throws Exception {
            NettyRouter router = NettyRouter.listen("127.0.0.1", 0);
            router.announce(Wire.SITE, Set.of("shop"));
            router.serve(
                    Wire.SITE,
                    new Routes(List.of(new Routes.Route(
                            "shop", "/", new Routes.Destination.Upstream(Integer.parseInt(args[0]))))));
            System.out.println(router.port());
            // Until the process is ended, by itself or by the test.
            Thread.currentThread().join();
        }
    }

    @Test
    void memory_outside_the_heap_counts_too() throws Exception {
        byte[] piece = new byte[100_000];
        List<Socket> clients = new ArrayList<>();
        try (Backend backend = new Backend((in, out) -> {
            Backend.head(in);
            Backend.write(out, "HTTP/1.1 200 OK\r\n\r\n");
            for (int i = 0; i < 1_000; i++) {
                out.write(piece);
            }
        })) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:MaxDirectMemorySize=6m",
                            ListeningSocket.OPTION,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Small.class.getName(),
                            Integer.toString(backend.port()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                int port = Integer.parseInt(said.readLine());
                for (int i = 0; i < CLIENTS && process.isAlive(); i++) {
                    clients.add(ask(port));
                }
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(OutOfMemory.EXIT);
            } finally {
                process.destroyForcibly();
                for (Socket client : clients) {
                    client.close();
                }
            }
        }
    }

    @Test
    void a_lack_of_memory_is_recognised_however_it_is_wrapped() {
        assertThat(OutOfMemory.is(new IllegalStateException(new IOException(new OutOfMemoryError("direct")))))
                .isTrue();
        assertThat(OutOfMemory.is(new IllegalStateException(new IOException("memory"))))
                .isFalse();
    }

    private static Socket ask(int port) throws IOException {
        Socket client = new Socket();
        client.setReceiveBufferSize(4_096);
        try {
            client.connect(new java.net.InetSocketAddress("127.0.0.1", port));
            Backend.write(client.getOutputStream(), "GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
        } catch (IOException e) {
            // The router may have ended already, which is what it is to do.
            client.close();
        }
        return client;
    }
}
