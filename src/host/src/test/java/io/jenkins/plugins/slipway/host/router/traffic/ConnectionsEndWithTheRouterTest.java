package io.jenkins.plugins.slipway.host.router.traffic;

import static io.jenkins.plugins.slipway.host.router.traffic.Wire.SITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.host.router.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No connection to an application is left open by clients that leave or a router that ends, at whatever moment. */
class ConnectionsEndWithTheRouterTest {
    private static final int CLIENTS = 60;

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private ServerSocket application;

    /** Takes connections, reads what comes and says nothing. */
    @BeforeEach
    void listen() throws IOException {
        application = new ServerSocket(0, 512, InetAddress.getByName("127.0.0.1"));
        Thread acceptor = new Thread(
                () -> {
                    try {
                        while (true) {
                            take(application.accept());
                        }
                    } catch (IOException e) {
                        return;
                    }
                },
                "application");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void take(Socket connection) {
        taken.incrementAndGet();
        ports.add(connection.getPort());
        open.incrementAndGet();
        Thread reader = new Thread(() -> {
            try (connection) {
                connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException e) {
                return;
            } finally {
                open.decrementAndGet();
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    @AfterEach
    void end() throws IOException {
        application.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void a_router_that_ends_while_connections_are_made_leaves_none(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        NettyRouter router = router();
        List<Wire> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Wire client = new Wire(router);
            client.say("GET /" + i + " HTTP/1.1\r\nHost: shop\r\n\r\n");
            if (random.nextInt(3) == 0) {
                client.close();
            } else {
                clients.add(client);
            }
        }
        int before = random.nextInt(CLIENTS / 2);
        await().until(() -> taken.get() >= before);

        router.close();

        // What was made before the end may be taken afterwards; none may stay.
        await().until(() -> open.get() == 0);
        try (Socket last = new Socket("127.0.0.1", application.getLocalPort())) {
            // They are taken in the order in which they were made.
            await().until(() -> ports.contains(last.getLocalPort()));
        }
        await().until(() -> open.get() == 0);
        for (Wire client : clients) {
            client.close();
        }
    }

    @Test
    void clients_that_leave_while_their_connections_are_made_leave_none() throws Exception {
        try (NettyRouter router = router()) {
            for (int i = 0; i < 200; i++) {
                try (Wire client = new Wire(router)) {
                    client.say("GET /" + i + " HTTP/1.1\r\nHost: shop\r\n\r\n");
                }
            }
            await().until(() -> open.get() == 0 && router.traffic(SITE).underway() == 0);
            assertThat(application.isClosed()).isFalse();
        }
    }

    private NettyRouter router() throws InterruptedException {
        NettyRouter router = NettyRouter.listen("127.0.0.1", 0);
        router.announce(SITE, Set.of("shop"));
        router.serve(
                SITE,
                new Routes(List.of(
                        new Routes.Route("shop", "/", new Routes.Destination.Upstream(application.getLocalPort())))));
        return router;
    }
}
