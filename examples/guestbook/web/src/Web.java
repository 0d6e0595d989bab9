import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The guestbook's page. It keeps nothing; all it shows comes from the api, which it finds through its relationship. */
public final class Web {
    private static final URI ENTRIES =
            URI.create("http://" + System.getenv("API_HOST") + ":" + System.getenv("API_PORT") + "/entries");
    private static final HttpClient API = HttpClient.newHttpClient();

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/", Web::page);
        server.createContext("/health", exchange -> send(exchange, 200, "up"));
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.start();
    }

    private static void page(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(ENTRIES);
        if (exchange.getRequestMethod().equals("POST")) {
            byte[] form = exchange.getRequestBody().readAllBytes();
            ask(request.POST(BodyPublishers.ofByteArray(form)));
            exchange.getResponseHeaders().set("Location", "/");
            send(exchange, 303, "");
        } else {
            HttpResponse<String> entries = ask(request.GET());
            send(exchange, entries.statusCode(), html(entries.statusCode(), entries.body()));
        }
    }

    private static HttpResponse<String> ask(HttpRequest.Builder request) throws IOException {
        try {
            return API.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
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
