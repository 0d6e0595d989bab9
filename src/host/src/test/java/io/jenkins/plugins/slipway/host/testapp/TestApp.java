package io.jenkins.plugins.slipway.host.testapp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.Executors;

/** A small application for tests: says its release, its environment, keeps a file, is slow or dies when asked. */
public final class TestApp {
    private static final String BORN = UUID.randomUUID().toString();

    private TestApp() {}

    /** Arguments are moods: {@code mute} never listens, {@code dead} ends at once, {@code brief} ends soon after start,
     * {@code frail} ends at once if its data has a file {@code poison}. */
    public static void main(String[] args) throws Exception {
        String mood = args.length == 0 ? "" : args[0];
        System.out.println("release " + Files.readString(Path.of("version")).strip() + " starts");
        if (mood.equals("dead")) {
            System.out.println("cannot find my configuration");
            System.exit(3);
        }
        if (mood.equals("frail") && Files.exists(Path.of("data/poison"))) {
            System.out.println("the data is poisoned");
            System.exit(5);
        }
        if (mood.equals("mute")) {
            System.in.transferTo(System.out);
            new java.util.concurrent.CountDownLatch(1).await();
        }
        String version = Files.readString(Path.of("version")).strip();
        claimData(version);
        if (System.getenv("SOCKET") != null) {
            serveAtSocket(version);
        }
        HttpServer server =
                HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 1024);
        server.setExecutor(Executors.newFixedThreadPool(32));
        server.createContext("/", exchange -> answer(exchange, 200, version));
        server.createContext("/env", exchange -> answer(exchange, 200, String.join("\n", lines())));
        server.createContext("/born", exchange -> answer(exchange, 200, BORN));
        server.createContext("/die", exchange -> Runtime.getRuntime().halt(7));
        server.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            answer(exchange, 200, exchange.getRequestMethod() + " " + body.length);
        });
        server.createContext("/slow", exchange -> {
            pause(Long.parseLong(exchange.getRequestURI().getQuery()));
            answer(exchange, 200, version);
        });
        server.createContext("/headers", exchange -> {
            StringBuilder text = new StringBuilder();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            text.append(name).append(": ").append(values).append('\n'));
            answer(exchange, 200, text.toString());
        });
        server.createContext("/append", exchange -> {
            Files.writeString(
                    Path.of("data/lines"),
                    exchange.getRequestURI().getQuery() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            answer(exchange, 200, version);
        });
        server.createContext("/lines", exchange -> {
            Path lines = Path.of("data/lines");
            answer(exchange, 200, Files.exists(lines) ? Files.readString(lines) : "");
        });
        server.createContext("/write", exchange -> {
            try {
                Files.writeString(Path.of("forbidden"), "x");
                answer(exchange, 200, "written");
            } catch (IOException e) {
                answer(exchange, 200, "refused");
            }
        });
        server.start();
        System.out.println("listens");
        if (mood.equals("brief")) {
            pause(300);
            System.exit(4);
        }
    }

    /** As little HTTP as will do, at a unix socket, for ever. */
    private static void serveAtSocket(String version) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(System.getenv("SOCKET")));
        while (true) {
            try (SocketChannel client = server.accept()) {
                client.read(ByteBuffer.allocate(8192));
                String answer = "HTTP/1.1 200 OK\r\ncontent-length: " + version.length()
                        + "\r\nconnection: close\r\n\r\n" + version;
                client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    /** Two that live at the same time leave a trace in the data that outlives both. */
    private static void claimData(String version) throws IOException {
        FileChannel channel =
                FileChannel.open(Path.of("data/alive"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            Files.writeString(
                    Path.of("data/overlap"), version + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private static String[] lines() {
        return System.getenv().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .toArray(String[]::new);
    }

    private static void pause(long millis) {
        java.util.concurrent.locks.LockSupport.parkNanos(millis * 1_000_000);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length == 0 ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
