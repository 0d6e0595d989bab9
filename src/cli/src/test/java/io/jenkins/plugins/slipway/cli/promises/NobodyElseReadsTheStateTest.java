package io.jenkins.plugins.slipway.cli.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.cli.Main;
import io.jenkins.plugins.slipway.host.HostControl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Slipway keeps is its user's alone, whatever the umask of whoever starts it. */
class NobodyElseReadsTheStateTest {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final String NOBODY = "65534";

    @TempDir
    private Path folder;

    private Path home;
    private Path project;

    @BeforeEach
    void a_project_in_a_place_that_everybody_may_enter() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = folder.resolve("home");
        project = Files.createDirectories(folder.resolve("shop"));
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve("Server.java"), """
                public class Server {
                    public static void main(String[] args) throws Exception {
                        java.nio.file.Files.writeString(java.nio.file.Path.of("data/visits"), "1");
                        var server = com.sun.net.httpserver.HttpServer.create(
                                new java.net.InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 0);
                        server.createContext("/", exchange -> {
                            exchange.sendResponseHeaders(204, -1);
                            exchange.close();
                        });
                        server.start();
                    }
                }
                """);
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                project: shop
                applications:
                  app:
                    type: java:17
                    source: { root: / }
                    variables: { env: { SECRET: s3cr3t } }
                    relationships: { cache: "cache:redis" }
                    hooks:
                      build: mkdir -p made $SLIPWAY_CACHE_DIR && date > made/by-the-build
                      deploy: echo 1 > data/schema
                    mounts: { data: { source: storage, source_path: data } }
                    web: { commands: { start: exec java Server.java } }
                    crons: { tick: { spec: "* * * * *", commands: { start: "true" } } }
                services:
                  cache: { type: "redis-persistent:7" }
                routes:
                  http://{default}/: { type: upstream, upstream: "app:http" }
                environments:
                  staging: { type: staging }
                  production: { type: production }
                """);
    }

    @AfterEach
    void stop() throws InterruptedException {
        HostControl.of(home).stop(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "022"})
    void a_whole_life_leaves_nothing_that_others_may_open(String umask) throws Exception {
        slipway(umask, "build");
        slipway(umask, "host", "start", "--port", Integer.toString(free()));
        slipway(umask, "deploy", "staging");
        Files.writeString(project.resolve("more"), "x");
        slipway(umask, "build");
        slipway(umask, "deploy", "staging");
        slipway(umask, "rollback", "staging", "--to", "1");
        slipway(umask, "backup", "create", "staging");
        slipway(umask, "status");
        slipway(umask, "host", "names");

        assertThat(open()).isEmpty();
        assertThat(readableByNobody()).isEmpty();
    }

    @Test
    void a_home_from_before_is_closed_by_the_next_command() throws Exception {
        slipway("022", "build");
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.filter(one -> !Files.isSymbolicLink(one)).toList()) {
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
        Files.delete(home.resolve(".private"));

        slipway("077", "releases");

        assertThat(open()).isEmpty();
    }

    @Test
    void a_home_of_somebody_else_is_refused() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a folder away");
        Files.createDirectories(home);
        Files.setAttribute(home, "unix:uid", Integer.parseInt(NOBODY));

        assertThat(refused("releases")).contains("belongs to user").contains("Run slipway as that user");
        assertThat(refused("host", "status")).contains("belongs to user");
        Files.setAttribute(home, "unix:uid", 0);
    }

    @Test
    void a_home_that_is_a_link_is_refused() throws Exception {
        Files.createSymbolicLink(home, Files.createDirectories(folder.resolve("elsewhere")));

        assertThat(refused("releases")).contains("is a symbolic link, to " + folder.resolve("elsewhere"));
        Files.delete(home);
    }

    @Test
    void a_home_that_everybody_may_have_written_to_is_refused() throws Exception {
        Files.createDirectories(home);
        Files.writeString(home.resolve("planted"), "");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(refused("releases")).contains("can be written by every user").contains("chmod 700");
        Files.setPosixFilePermissions(home, OWNER);
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** All that has a bit for group or others. */
    private List<String> open() throws IOException {
        List<String> result = new ArrayList<>();
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.toList()) {
                if (Files.isSymbolicLink(path) || !Files.exists(path)) {
                    continue;
                }
                Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
                permissions.addAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
                if (!OWNER.containsAll(permissions)) {
                    result.add(PosixFilePermissions.toString(permissions) + " " + home.relativize(path));
                }
            }
        }
        return result;
    }

    /** Asked by a real other user, who knows every path. */
    private List<String> readableByNobody() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can be somebody else");
        Path list = folder.resolve("all");
        try (Stream<Path> all = Files.walk(home)) {
            Files.write(
                    list,
                    all.map(Path::toString).filter(path -> !path.contains("\n")).toList());
        }
        return output(List.of(
                        "setpriv",
                        "--reuid=" + NOBODY,
                        "--regid=" + NOBODY,
                        "--clear-groups",
                        "sh",
                        "-c",
                        "while read -r path; do if [ -r \"$path\" ] || [ -e \"$path/.\" ]; then echo \"$path\"; fi; done < '"
                                + list + "'"))
                .text()
                .lines()
                .toList();
    }

    private record Said(int code, String text) {}

    private void slipway(String umask, String... args) throws Exception {
        Said said = run(umask, args);
        assertThat(said.code()).as(said.text()).isZero();
    }

    private String refused(String... args) throws Exception {
        Said said = run("022", args);
        assertThat(said.code()).as(said.text()).isEqualTo(2);
        return said.text();
    }

    private Said run(String umask, String... args) throws Exception {
        List<String> argv = new ArrayList<>(List.of(
                "sh",
                "-c",
                "umask " + umask + "; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        argv.addAll(List.of(args));
        argv.addAll(List.of("--home", home.toString(), "--dir", project.toString()));
        return output(argv);
    }

    private Said output(List<String> argv) throws Exception {
        Process process = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .directory(folder.toFile())
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), text);
    }
}
