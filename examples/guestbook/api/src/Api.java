import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/** The guestbook over HTTP: GET, POST and DELETE on /entries, and /health. */
public final class Api {
    private static final Book BOOK = new Book();
    private static final boolean MAY_CLEAN = "yes".equals(System.getenv("MAY_CLEAN"));

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/entries", exchange -> answer(exchange, Api::entries));
        server.createContext("/health", exchange -> answer(exchange, request -> new Answer(200, "schema " + Schema.VERSION)));
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.start();
        // Who is asked to end ends at once: otherwise Java waits a third of a second for the thread that listens.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
    }

    private static Answer entries(HttpExchange request) throws IOException {
        switch (request.getRequestMethod()) {
            case "GET":
                return new Answer(200, String.join("\n", BOOK.entries()));
            case "POST":
                Map<String, String> form = form(request);
                if (form.getOrDefault("name", "").isBlank() || form.getOrDefault("message", "").isBlank()) {
                    return new Answer(400, "Both name and message are needed.");
                }
                BOOK.sign(form.get("name"), form.get("message"));
                return new Answer(201, "Thank you.");
            case "DELETE":
                if (!MAY_CLEAN) {
                    return new Answer(403, "Entries are for ever here.");
                }
                BOOK.clear();
                return new Answer(204, "");
            default:
                return new Answer(405, "GET, POST or DELETE.");
        }
    }

    private static void answer(HttpExchange exchange, Action action) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = action.on(exchange);
            } catch (RuntimeException e) {
                e.printStackTrace();
                answer = new Answer(500, e.toString());
            }
            byte[] body = answer.text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, String> form(HttpExchange request) throws IOException {
        Map<String, String> form = new HashMap<>();
        for (String field : new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("&")) {
            String[] pair = field.split("=", 2);
            form.put(pair[0], pair.length == 1 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private interface Action {
        Answer on(HttpExchange request) throws IOException;
    }

    private record Answer(int status, String text) {}
}
