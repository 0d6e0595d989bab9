package io.jenkins.plugins.slipway.cli.promises;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;

/** What is deployed: says its version and when it was at work, and keeps lines in a file. */
public final class ShopApp {
    private ShopApp() {}

    public static void main(String[] args) throws IOException {
        String version = Files.readString(Path.of("version")).strip();
        HttpServer server =
                HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 256);
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.createContext("/", exchange -> {
            long begun = System.nanoTime();
            answer(exchange, version + " " + begun + " " + System.nanoTime());
        });
        server.createContext("/append", exchange -> {
            String line = exchange.getRequestURI().getQuery() + "\n";
            synchronized (server) {
                Files.writeString(Path.of("data/lines"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            answer(exchange, version);
        });
        server.createContext("/lines", exchange -> {
            Path lines = Path.of("data/lines");
            answer(exchange, Files.exists(lines) ? Files.readString(lines) : "");
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
