import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The guestbook's page. It keeps nothing; all it shows comes from the api, which it finds through its relationship. */
public final class Web {
    private static final URI ENTRIES =
            URI.create("http://" + System.getenv("API_HOST") + ":" + System.getenv("API_PORT") + "/entries");

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/", Web::page);
        server.createContext("/health", exchange -> send(exchange, 200, "up"));
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.start();
        // Who is asked to end ends at once: otherwise Java waits a third of a second for the thread that listens.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
    }

    private static void page(HttpExchange exchange) throws IOException {
        HttpURLConnection api = (HttpURLConnection) ENTRIES.toURL().openConnection();
        if (exchange.getRequestMethod().equals("POST")) {
            api.setDoOutput(true);
            api.getOutputStream().write(exchange.getRequestBody().readAllBytes());
            answer(api);
            exchange.getResponseHeaders().set("Location", "/");
            send(exchange, 303, "");
        } else {
            String entries = answer(api);
            send(exchange, api.getResponseCode(), html(api.getResponseCode(), entries));
        }
    }

    private static String answer(HttpURLConnection api) throws IOException {
        try (InputStream body = api.getResponseCode() < 400 ? api.getInputStream() : api.getErrorStream()) {
            return body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String html(int status, String body) {
        String entries = status == 200
                ? body.lines().map(line -> "    <li>" + escape(line)).collect(Collectors.joining("\n", "  <ul>\n", "\n  </ul>"))
                : "  <p>The guestbook is closed, sorry: " + escape(body);
        return """
                <!doctype html>
                <html lang="en">
                  <meta charset="utf-8">
                  <title>Guestbook</title>
                  <h1>Guestbook</h1>
                %s
                  <form method="post">
                    <input name="name" placeholder="Your name" required>
                    <input name="message" placeholder="Your message" required>
                    <button>Sign</button>
                  </form>
                </html>
                """.formatted(entries);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
