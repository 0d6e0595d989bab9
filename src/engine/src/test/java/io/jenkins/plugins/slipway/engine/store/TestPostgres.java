package io.jenkins.plugins.slipway.engine.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real PostgreSQL server on the loopback address for the time of a test class, from the machine's own binaries. Where there
 * are none the tests are skipped. PostgreSQL does not run as root, so root hands it to another user.
 */
final class TestPostgres implements BeforeAllCallback, AutoCloseable {
    static final String PASSWORD = "pass word&=%?ü";

    private final AtomicInteger databases = new AtomicInteger();
    private Path folder;
    private Process server;
    private int port;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Optional<Path> binaries = binaries();
        assumeTrue(binaries.isPresent(), "PostgreSQL is not installed here");
        context.getStore(ExtensionContext.Namespace.create(TestPostgres.class)).put(this, (AutoCloseable) this::close);
        start(binaries.orElseThrow());
    }

    private static Optional<Path> binaries() throws IOException {
        Path debian = Path.of("/usr/lib/postgresql");
        List<Path> candidates = new ArrayList<>();
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.map(version -> version.resolve("bin"))
                        .sorted(Comparator.reverseOrder())
                        .forEach(candidates::add);
            }
        }
        Arrays.stream(System.getenv("PATH").split(":")).map(Path::of).forEach(candidates::add);
        return candidates.stream()
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("postgres")))
                .findFirst();
    }

    private void start(Path binaries) throws Exception {
        folder = Files.createTempDirectory("slipway-postgres");
        Path secret = Files.writeString(folder.resolve("password"), PASSWORD);
        List<String> prefix = List.of();
        if (System.getProperty("user.name").equals("root")) {
            String user = run(List.of("id", "postgres")) ? "postgres" : "nobody";
            assumeTrue(run(List.of("chown", "-R", user, folder.toString())), "Cannot hand a folder to " + user);
            prefix = List.of("setpriv", "--reuid", user, "--regid", "nogroup", "--clear-groups", "--");
        }
        String data = folder.resolve("data").toString();
        List<String> initdb = new ArrayList<>(prefix);
        initdb.addAll(List.of(
                binaries.resolve("initdb").toString(),
                "-D",
                data,
                "-U",
                "owner",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-A",
                "scram-sha-256",
                "--pwfile",
                secret.toString(),
                "--no-sync"));
        if (!run(initdb)) {
            throw new IllegalStateException("initdb failed");
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> postgres = new ArrayList<>(prefix);
        postgres.addAll(List.of(
                binaries.resolve("postgres").toString(),
                "-D",
                data,
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off"));
        server = new ProcessBuilder(postgres)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        BufferedReader log = server.inputReader();
        for (String line = log.readLine(); ; line = log.readLine()) {
            if (line == null) {
                throw new IllegalStateException("PostgreSQL ended before it was ready");
            }
            if (line.contains("database system is ready to accept connections")) {
                break;
            }
        }
        Thread drain = new Thread(() -> drain(log), "postgres-log");
        drain.setDaemon(true);
        drain.start();
    }

    private static void drain(BufferedReader log) {
        try {
            log.lines().forEach(line -> {});
        } catch (UncheckedIOException e) {
            // The server has ended.
        }
    }

    private static boolean run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }

    /** A new, empty database. */
    String database() throws SQLException {
        String name = "slipway" + databases.incrementAndGet();
        execute(url("postgres"), "create database " + name);
        return url(name);
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=owner&password="
                + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
    }

    int port() {
        return port;
    }

    /** Ends the connections of everybody else, as a restart of the server does. */
    void disconnectAll() throws SQLException {
        execute(
                url("postgres"),
                "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                        + " and backend_type = 'client backend'");
    }

    void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (server != null) {
            server.destroy();
            if (!server.waitFor(120, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
        }
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
