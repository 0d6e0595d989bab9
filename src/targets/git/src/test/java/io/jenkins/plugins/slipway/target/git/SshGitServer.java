package io.jenkins.plugins.slipway.target.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** A real OpenSSH server on the loopback address, which one key opens. */
@NullUnmarked
final class SshGitServer implements AutoCloseable {
    private final Process process;
    private final Path folder;
    private final int port;

    private SshGitServer(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** Whether this machine has the server. */
    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/sshd"));
    }

    static SshGitServer start(Path folder) throws Exception {
        if (Files.isWritable(Path.of("/run"))) {
            // The server of a machine makes it when it starts; without one it is missing.
            Files.createDirectories(Path.of("/run/sshd"));
        }
        key(folder.resolve("host"));
        key(folder.resolve("user"));
        int port = HttpGitServer.freePort();
        Files.copy(folder.resolve("user.pub"), folder.resolve("authorized"));
        Path config = Files.writeString(folder.resolve("sshd_config"), """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s/host
                AuthorizedKeysFile %2$s/authorized
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                StrictModes no
                UsePAM no
                PidFile none
                """.formatted(port, folder));
        Process process = new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sshd.out").toFile())
                .start();
        SshGitServer server = new SshGitServer(process, folder, port);
        await().until(server::answers);
        Files.writeString(
                folder.resolve("known"), "[127.0.0.1]:" + port + " " + Files.readString(folder.resolve("host.pub")));
        return server;
    }

    private static void key(Path file) throws Exception {
        assertThat(new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(Files.readString(folder.resolve("sshd.out")));
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String address(Path repository) {
        return "ssh://" + System.getProperty("user.name") + "@127.0.0.1:" + port + repository;
    }

    /** What somebody has who knows the server and has its key. */
    Map<String, String> variables() {
        return Map.of(
                "GIT_SSH_COMMAND",
                "ssh -F none -o UserKnownHostsFile=" + folder.resolve("known"),
                "SITE_KEY",
                folder.resolve("user").toString());
    }

    /** What somebody has who sees the server for the first time. */
    Map<String, String> strangersVariables() {
        return Map.of(
                "GIT_SSH_COMMAND",
                "ssh -F none -o UserKnownHostsFile=/dev/null",
                "SITE_KEY",
                folder.resolve("user").toString());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
