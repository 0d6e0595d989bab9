package io.jenkins.plugins.slipway.target.git;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;

/** Repositories of a folder by smart HTTP, as lighttpd serves them with {@code git http-backend}, for who knows the password. */
@NullUnmarked
final class HttpGitServer implements AutoCloseable {
    static final String USER = "ann";

    private final Process process;
    private final int port;

    private HttpGitServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether this machine has the server. */
    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/lighttpd"));
    }

    static HttpGitServer start(Path folder, Path repositories, String password) throws Exception {
        int port = freePort();
        Files.writeString(folder.resolve("users"), USER + ":" + password + "\n");
        Path config = Files.writeString(folder.resolve("lighttpd.conf"), """
                server.modules = ( "mod_auth", "mod_authn_file", "mod_alias", "mod_setenv", "mod_cgi" )
                server.document-root = "%1$s"
                server.bind = "127.0.0.1"
                server.port = %2$d
                server.errorlog = "%3$s/error.log"
                server.upload-dirs = ( "%3$s" )
                auth.backend = "plain"
                auth.backend.plain.userfile = "%3$s/users"
                auth.require = ( "/git/" => ( "method" => "basic", "realm" => "git", "require" => "valid-user" ) )
                alias.url = ( "/git" => "/usr/lib/git-core/git-http-backend" )
                $HTTP["url"] =~ "^/git/" {
                    cgi.assign = ( "" => "" )
                    setenv.set-environment = ( "GIT_PROJECT_ROOT" => "%1$s", "GIT_HTTP_EXPORT_ALL" => "1" )
                }
                """.formatted(repositories, port, folder));
        Process process = new ProcessBuilder("/usr/sbin/lighttpd", "-D", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("lighttpd.out").toFile())
                .start();
        HttpGitServer server = new HttpGitServer(process, port);
        await().until(() -> server.answers(folder));
        return server;
    }

    private boolean answers(Path folder) throws IOException {
        if (!process.isAlive()) {
            throw new IOException(Files.readString(folder.resolve("lighttpd.out")));
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String address(Path repository) {
        return "http://127.0.0.1:" + port + "/git/" + repository.getFileName();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
