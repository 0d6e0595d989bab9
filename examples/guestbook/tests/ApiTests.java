import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tests a running guestbook over HTTP, for the quality gate: {@code java tests/ApiTests.java run} writes the JUnit report and the
 * inventory of API operations that were used; {@code clean} removes all entries first. $SLIPWAY_URL says where the environment is.
 */
public final class ApiTests {
    private static final URI ENVIRONMENT = URI.create(System.getenv("SLIPWAY_URL"));
    private static final Set<String> OPERATIONS = Set.of("list", "sign", "clean", "health");
    private static final Set<String> USED = new TreeSet<>();
    private static final List<String> CASES = new ArrayList<>();
    private static int failures;

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.http.allowRestrictedHeaders", "true");
        if (args[0].equals("clean")) {
            expect(204, call("clean", "DELETE", "/entries", null));
            return;
        }
        test("the api is healthy", () -> expect(200, call("health", "GET", "/health", null)));
        test("an entry that was signed is listed", () -> {
            expect(201, sign("Ada Lovelace", "first!"));
            expect("Lovelace: first!", call("list", "GET", "/entries", null));
        });
        test("an entry keeps its umlauts", () -> {
            expect(201, sign("J\u00fcrgen Gro\u00df", "sch\u00f6n"));
            expect("Gro\u00df: sch\u00f6n", call("list", "GET", "/entries", null));
        });
        test("an entry without a message is refused", () -> expect(400, sign("Grace Hopper", " ")));
        test("entries can be removed", () -> {
            expect(204, call("clean", "DELETE", "/entries", null));
            expect("", call("list", "GET", "/entries", null));
        });
        report();
    }

    private static Answer sign(String name, String message) throws IOException {
        String form = "name=" + URLEncoder.encode(name, UTF_8) + "&message=" + URLEncoder.encode(message, UTF_8);
        return call("sign", "POST", "/entries", form);
    }

    /** Asks the api's route. Its name need not resolve: the router listens on this machine and goes by the Host header. */
    private static Answer call(String operation, String method, String path, String form) throws IOException {
        USED.add(operation);
        URI here = URI.create("http://127.0.0.1:" + ENVIRONMENT.getPort() + path);
        HttpURLConnection request = (HttpURLConnection) here.toURL().openConnection();
        request.setRequestMethod(method);
        request.setRequestProperty("Host", "api." + ENVIRONMENT.getAuthority());
        if (form != null) {
            request.setDoOutput(true);
            request.getOutputStream().write(form.getBytes(UTF_8));
        }
        int status = request.getResponseCode();
        try (var body = status < 400 ? request.getInputStream() : request.getErrorStream()) {
            return new Answer(status, body == null ? "" : new String(body.readAllBytes(), UTF_8));
        }
    }

    private static void test(String name, Test test) {
        String outcome = "";
        try {
            test.run();
            System.out.println("passed  " + name);
        } catch (AssertionError | IOException e) {
            failures++;
            outcome = "<failure message=\"" + xml(String.valueOf(e.getMessage())) + "\"/>";
            System.out.println("FAILED  " + name + ": " + e.getMessage());
        }
        CASES.add("  <testcase classname=\"guestbook.Api\" name=\"" + xml(name) + "\">" + outcome + "</testcase>\n");
    }

    private static void expect(int status, Answer answer) {
        if (answer.status != status) {
            throw new AssertionError("status " + answer.status + " instead of " + status + ": " + answer.body);
        }
    }

    private static void expect(String text, Answer answer) {
        expect(200, answer);
        if (!answer.body.contains(text)) {
            throw new AssertionError("'" + text + "' is not in '" + answer.body + "'");
        }
    }

    private static void report() throws IOException {
        Path reports = Files.createDirectories(Path.of("reports"));
        Files.writeString(reports.resolve("TEST-api.xml"), "<testsuite name=\"guestbook\" tests=\"" + CASES.size()
                + "\" failures=\"" + failures + "\">\n" + String.join("", CASES) + "</testsuite>\n");
        Set<String> missed = new TreeSet<>(OPERATIONS);
        missed.removeAll(USED);
        Files.writeString(reports.resolve("operations.json"),
                "{\"operation\": {\"covered\": " + json(USED) + ", \"missed\": " + json(missed) + "}}\n");
    }

    private static String json(Set<String> names) {
        return names.isEmpty() ? "[]" : "[\"" + String.join("\", \"", names) + "\"]";
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private interface Test {
        void run() throws IOException;
    }

    private record Answer(int status, String body) {}
}
