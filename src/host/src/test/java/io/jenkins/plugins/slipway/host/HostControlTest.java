package io.jenkins.plugins.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.host.control.StatusReport;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.supervisor.EphemeralPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostControlTest {
    @TempDir
    private Path folder;

    @Test
    void two_who_start_at_once_find_the_same_daemon_at_a_socket_for_its_owner_only() throws Exception {
        Path home = folder.resolve("a-home-whose-path-is-far-too-long-for-a-socket/".repeat(3));
        HostControl control = HostControl.of(home);
        try {
            List<CompletableFuture<StatusReport>> starts = Stream.of(1, 2)
                    .map(number -> CompletableFuture.supplyAsync(() -> start(HostControl.of(home))))
                    .toList();
            StatusReport first = starts.get(0).get();

            assertThat(starts.get(1).get()).isEqualTo(first);
            Path socket = Path.of(Files.readString(new HostHome(home).socketFile()));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                    .isEqualTo("rwx------");
        } finally {
            assertThat(control.stop(true)).isTrue();
        }
        assertThat(control.stop(true)).isFalse();
        assertThat(control.status()).isEmpty();
    }

    @Test
    void a_port_in_use_is_named_with_what_to_do_and_nothing_runs() throws Exception {
        HostControl control = HostControl.of(folder.resolve("home"));
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> control.start(other.getLocalPort(), null))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " of 127.0.0.1: another program has it")
                    .hasMessageContaining("slipway host start --port");
        }
        assertThat(control.status()).isEmpty();
    }

    @Test
    void a_home_that_cannot_be_made_is_named_with_what_to_do() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a directory");

        assertThatThrownBy(() -> HostControl.of(file.resolve("home")).start(0, null))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("the state home " + file.resolve("home") + " cannot be written")
                .hasMessageContaining("--home");
    }

    @Test
    void a_daemon_that_speaks_another_protocol_is_not_talked_to() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home/host")).getParent();
        Path socket = folder.resolve("other.sock");
        Files.writeString(new HostHome(home).socketFile(), socket.toString());
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<Void> greeted = CompletableFuture.runAsync(() -> greet(other));

            assertThatThrownBy(() -> HostControl.of(home).start(0, null))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(
                            "the host daemon that runs (process 12, version 0.1) is newer than this slipway: it speaks"
                                    + " protocol 99, this slipway speaks 1. Use the slipway that started it, or a newer one");
            greeted.get();
        }
    }

    @Test
    void a_socket_that_a_killed_daemon_left_is_no_obstacle() throws Exception {
        HostControl control = HostControl.of(folder.resolve("home"));
        StatusReport first = control.start(0, null);
        ProcessHandle daemon = ProcessHandle.of(first.pid()).orElseThrow();
        daemon.destroyForcibly();
        daemon.onExit().get();
        try {
            StatusReport second = control.start(null, null);

            assertThat(second.pid()).isNotEqualTo(first.pid());
            assertThat(second.port()).isEqualTo(first.port());
        } finally {
            control.stop(true);
        }
    }

    @Test
    void a_kept_port_that_another_program_took_is_said_with_its_name_and_all_goes_on_at_another() throws Exception {
        HostControl control = HostControl.of(folder.resolve("home"));
        Workshop workshop = new Workshop(folder);
        int usual = control.start(0, null).port();
        assertThat(EphemeralPorts.outside(usual, usual))
                .as("none that the system gives to outgoing connections")
                .isEqualTo(new EphemeralPorts.Range(usual, usual));
        workshop.deploy(workshop.spec(1, "one"));
        control.stop(true);
        try (ServerSocket other = new ServerSocket(usual, 1, InetAddress.getByName("127.0.0.1"))) {
            StatusReport report = control.start(null, null);

            assertThat(report.port()).isNotEqualTo(other.getLocalPort());
            assertThat(report.notices())
                    .singleElement()
                    .asString()
                    .contains("port " + usual + " of 127.0.0.1: another program has it, process "
                            + ProcessHandle.current().pid() + " (java)")
                    .contains("answer at port " + report.port());
            assertThat(workshop.deploy(workshop.spec(2, "two"))).contains("another program has it");
            assertThat(new Client(report.port(), "production.shop.localhost")
                            .get("/")
                            .body())
                    .isEqualTo("two");
            control.stop(true);
        }
        try {
            StatusReport report = control.start(null, null);
            assertThat(report.port()).as("the usual one is free again").isEqualTo(usual);
            assertThat(report.notices()).isEmpty();
        } finally {
            control.stop(true);
        }
    }

    @Test
    void an_application_whose_port_was_taken_meanwhile_gets_another() throws Exception {
        Path home = folder.resolve("home");
        HostControl control = HostControl.of(home);
        Workshop workshop = new Workshop(folder);
        control.start(0, null);
        workshop.deploy(workshop.spec(1, "one"));
        control.stop(true);
        Path state = new HostHome(home).environment("shop", "production").resolve("state.json");
        int port = Integer.parseInt(Files.readString(state).replaceAll("(?s).*\"ports\":\\{\"app\":(\\d+)\\}.*", "$1"));
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            StatusReport report = control.start(null, null);
            Client client = new Client(report.port(), "production.shop.localhost");
            org.awaitility.Awaitility.await().until(() -> client.get("/").body().equals("one"));

            assertThat(Files.readString(new HostHome(home).log()))
                    .contains("port " + other.getLocalPort()
                            + " of app in ‘shop/production’ is taken by another program");
        } finally {
            control.stop(true);
        }
    }

    private static StatusReport start(HostControl control) {
        try {
            return control.start(0, null);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void greet(ServerSocketChannel server) {
        try (SocketChannel channel = server.accept()) {
            channel.write(ByteBuffer.wrap(
                    "{\"slipway-host\":99,\"version\":\"0.1\",\"pid\":12}\n".getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
