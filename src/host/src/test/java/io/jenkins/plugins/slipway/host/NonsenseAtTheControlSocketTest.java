package io.jenkins.plugins.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.host.control.StatusReport;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import io.jenkins.plugins.slipway.host.wire.LineChannel;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is said at the control socket, by programs of the same user, the daemon goes on and nothing is changed. */
class NonsenseAtTheControlSocketTest extends AHost {
    private static final List<String> OPERATIONS = List.of(
            "inspect",
            "status",
            "lock",
            "unlock",
            "begin",
            "phase",
            "restore",
            "commit",
            "keep",
            "objects",
            "call",
            "give-up",
            "reconcile",
            "preview",
            "cancel",
            "beat",
            "",
            "drop table");
    private static final List<String> VALUES = List.of(
            "1",
            "-1",
            "99999999999999999999",
            "\"\"",
            "\"../..\"",
            "\"production\"",
            "null",
            "[]",
            "{}",
            "[[[{}]]]",
            "true",
            "\"SERVE\"",
            "1e400",
            "\"\\u0000\"");
    private static final List<String> FIELDS = List.of(
            "id",
            "token",
            "phase",
            "project",
            "environment",
            "holder",
            "policy",
            "hidden",
            "backup",
            "spec",
            "action",
            "input",
            "settled");

    private Path socket;

    @BeforeEach
    void one_release_serves() throws Exception {
        socket = Path.of(Files.readString(new HostHome(workshop.home()).socketFile()));
        workshop.deploy(workshop.spec(1, "one"));
    }

    @Test
    void random_bytes_and_wrong_requests_change_nothing() throws Exception {
        Random random = new Random(20_261_120L);
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            silent.add(connect());
        }
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            say(bytes);
            say((request(random) + "\n").repeat(1 + random.nextInt(3)).getBytes(StandardCharsets.UTF_8));
            String cut = request(random);
            say(cut.substring(0, random.nextInt(cut.length())).getBytes(StandardCharsets.UTF_8));
        }
        say(("{\"id\":1,\"op\":" + "[".repeat(100_000) + "\n").getBytes(StandardCharsets.UTF_8));
        all_is_as_it_was();
        for (SocketChannel one : silent) {
            one.close();
        }
    }

    @Test
    void a_line_without_an_end_is_not_kept() throws Exception {
        byte[] part = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (SocketChannel channel = connect()) {
            assertThatThrownBy(() -> {
                        for (int megabyte = 0; megabyte < 64; megabyte++) {
                            write(channel, part);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        all_is_as_it_was();
    }

    @Test
    void what_needs_a_lock_and_a_number_is_refused_without_them() throws Exception {
        try (SocketChannel channel = connect()) {
            LineChannel line = new LineChannel(channel);
            assertThat(line.read()).isNotNull();
            for (String fields : List.of(
                    "'op':'phase','token':1,'phase':'UNMOUNT'",
                    "'op':'restore','token':1,'reason':''",
                    "'op':'commit','token':1",
                    "'op':'keep','token':1,'reason':''",
                    "'op':'backup'",
                    "'op':'restore-backup','backup':'1'",
                    "'op':'secrets','hidden':{},'open':{}",
                    "'op':'reconcile'")) {
                ObjectNode request =
                        (ObjectNode) HostJson.MAPPER.readTree(("{'id':7," + fields + "}").replace('\'', '"'));
                String op = request.path("op").asString("");
                line.send(request);
                ObjectNode reply = line.read();
                assertThat(reply).as(op).isNotNull();
                assertThat(reply.path("error").path("kind").asString("")).as(op).isEqualTo("refused");
                assertThat(reply.path("error").path("message").asString(""))
                        .as(op)
                        .contains("holds no lock");
            }
            JsonNode reply = ask(line, "lock", "whenever");
            assertThat(reply.path("error").path("kind").asString("")).isEqualTo("input");
        }
        all_is_as_it_was();
    }

    @Test
    void only_its_owner_can_open_the_socket() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_state_that_a_newer_slipway_wrote_is_left_alone() throws Exception {
        Path settings = new HostHome(new Workshop(folder.resolve("newer")).home()).settings();
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "{\"format\":2,\"port\":0,\"address\":\"127.0.0.1\"}");

        assertThatThrownBy(() -> new Workshop(folder.resolve("newer")).host())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("was written by a newer slipway: it has format 2, this slipway reads 1");
    }

    private void all_is_as_it_was() throws Exception {
        assertThat(HostControl.of(workshop.home()).status().orElseThrow().environments())
                .filteredOn(environment -> environment.project().equals("shop"))
                .singleElement()
                .extracting(StatusReport.Environment::live)
                .satisfies(live -> {
                    assertThat(live.release()).isEqualTo(1);
                    assertThat(live.deployment()).isEqualTo(1);
                    assertThat(live.holder()).isNull();
                });
        assertThat(Workshop.client(host).get("/").body()).isEqualTo("one");
    }

    private static JsonNode ask(LineChannel line, String op, String policy) throws IOException {
        ObjectNode request = HostJson.MAPPER.createObjectNode();
        line.send(request.put("id", 8)
                .put("op", op)
                .put("project", "shop")
                .put("environment", "production")
                .put("holder", "nobody")
                .put("policy", policy));
        ObjectNode reply = line.read();
        assertThat(reply).isNotNull();
        return reply;
    }

    private static String request(Random random) {
        StringBuilder result = new StringBuilder("{\"op\":\"" + pick(OPERATIONS, random) + "\"");
        for (int i = random.nextInt(6); i > 0; i--) {
            result.append(",\"").append(pick(FIELDS, random)).append("\":").append(pick(VALUES, random));
        }
        return result.append('}').toString();
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private void say(byte[] bytes) throws IOException {
        try (SocketChannel channel = connect()) {
            write(channel, bytes);
        } catch (IOException e) {
            // It may hang up in the middle of nonsense.
            assertThat(e).hasMessageContaining("pipe");
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }
}
