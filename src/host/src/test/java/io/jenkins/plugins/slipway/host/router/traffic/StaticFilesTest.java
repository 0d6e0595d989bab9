package io.jenkins.plugins.slipway.host.router.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.expression.Expression;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.Routes.Destination;
import io.jenkins.plugins.slipway.host.router.Routes.Route;
import io.jenkins.plugins.slipway.host.router.files.Location;
import io.jenkins.plugins.slipway.host.router.files.Location.Fallback;
import io.jenkins.plugins.slipway.host.router.files.Location.Policy;
import io.jenkins.plugins.slipway.host.router.files.Location.Rule;
import io.jenkins.plugins.slipway.host.router.files.StaticFiles;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticFilesTest {
    private static final Policy OPEN = new Policy(true, 0, Map.of());

    @TempDir
    private Path folder;

    private NettyRouter router;

    @BeforeEach
    void start() throws Exception {
        router = NettyRouter.listen("127.0.0.1", 0);
        router.announce("shop/production", Set.of("shop"));
        Files.createDirectories(folder.resolve("release/public/sub"));
        Files.createDirectories(folder.resolve("release/uploads"));
        Files.createDirectories(folder.resolve("mount"));
        Files.writeString(folder.resolve("secret"), "secret");
        Files.writeString(folder.resolve("release/secret"), "secret");
        Files.writeString(folder.resolve("release/public/index.html"), "home");
        Files.writeString(folder.resolve("release/public/a b.css"), "0123456789");
        Files.writeString(folder.resolve("release/public/.env"), "secret");
        Files.writeString(folder.resolve("release/public/private.bak"), "secret");
        Files.createSymbolicLink(folder.resolve("release/public/out"), folder.resolve("secret"));
        Files.writeString(folder.resolve("mount/photo.jpg"), "photo");
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void files_and_indexes_are_given_out_with_their_type_and_what_is_no_file_is_not() throws Exception {
        serve(new Fallback.None(), null);

        assertThat(get("/")).startsWith("HTTP/1.1 200").contains("text/html").endsWith("home");
        assertThat(get("/a%20b.css")).contains("text/css").endsWith("0123456789");
        assertThat(get("/missing")).startsWith("HTTP/1.1 404");
        assertThat(get("/sub/")).startsWith("HTTP/1.1 404");
        assertThat(ask("POST", "/", "")).startsWith("HTTP/1.1 405");
        assertThat(ask("HEAD", "/a%20b.css", ""))
                .containsIgnoringCase("content-length: 10")
                .endsWith("\r\n\r\n");
    }

    @Test
    void no_path_leads_out_of_the_root() throws Exception {
        serve(new Fallback.None(), null);

        for (String path : List.of(
                "/../secret",
                "/%2e%2e/secret",
                "/..%2f..%2fsecret",
                "/sub/../../secret",
                "/out",
                "/.env",
                "/%00",
                "//etc/passwd")) {
            assertThat(get(path)).as(path).startsWith("HTTP/1.1 4").doesNotEndWith("secret");
        }
    }

    @Test
    void a_mount_covers_what_the_release_has_there() throws Exception {
        Location uploads = new Location("/u/", Path.of("uploads"), List.of(), new Fallback.None(), OPEN, List.of());
        serve(List.of(uploads), null);

        assertThat(get("/u/photo.jpg")).contains("image/jpeg").endsWith("photo");
        assertThat(get("/u/../public/index.html")).startsWith("HTTP/1.1 404");
    }

    @Test
    void rules_say_what_is_given_out_and_for_how_long() throws Exception {
        serve(new Fallback.None(), null);

        assertThat(get("/private.bak")).startsWith("HTTP/1.1 403").doesNotEndWith("secret");
        assertThat(get("/a%20b.css"))
                .containsIgnoringCase("cache-control: max-age=600")
                .containsIgnoringCase("x-styled: yes");
        assertThat(get("/")).doesNotContainIgnoringCase("cache-control");
    }

    @Test
    void what_is_unchanged_is_not_sent_again_and_a_part_can_be_asked_for() throws Exception {
        serve(new Fallback.None(), null);
        String whole = get("/a%20b.css");
        String tag = whole.lines()
                .filter(line -> line.toLowerCase().startsWith("etag: "))
                .findFirst()
                .orElseThrow()
                .substring(6);

        assertThat(ask("GET", "/a%20b.css", "If-None-Match: " + tag + "\r\n")).startsWith("HTTP/1.1 304");
        assertThat(ask("GET", "/a%20b.css", "Range: bytes=2-4\r\n"))
                .startsWith("HTTP/1.1 206")
                .containsIgnoringCase("content-range: bytes 2-4/10")
                .endsWith("\r\n\r\n234");
        assertThat(ask("GET", "/a%20b.css", "Range: bytes=-3\r\n")).endsWith("\r\n\r\n789");
        assertThat(ask("GET", "/a%20b.css", "Range: bytes=20-\r\n")).startsWith("HTTP/1.1 416");
    }

    @Test
    void what_is_no_file_goes_to_the_application_or_to_a_fixed_path_where_that_is_declared() throws Exception {
        try (Backend backend = new Backend((in, out) -> {
            String line = Backend.head(in).lines().findFirst().orElse("");
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + line.length() + "\r\n\r\n" + line);
        })) {
            serve(new Fallback.Application(), new Destination.Upstream(backend.port()));
            assertThat(get("/index.html")).endsWith("home");
            assertThat(get("/api?x=1")).endsWith("GET /api?x=1 HTTP/1.1");
            assertThat(ask("POST", "/index.html", "Content-Length: 0\r\n")).endsWith("POST /index.html HTTP/1.1");

            serve(new Fallback.At("/front.php"), new Destination.Upstream(backend.port()));
            assertThat(get("/some/page")).endsWith("GET /front.php HTTP/1.1");
        }
        serve(new Fallback.At("/index.html"), null);
        assertThat(get("/some/page")).endsWith("home");
    }

    @Test
    void the_page_for_what_is_not_there_says_so_to_programs_too() throws Exception {
        Files.writeString(folder.resolve("release/public/404.html"), "0123 nothing here");
        serve(new Fallback.At("/404.html"), null);

        String missing = ask("GET", "/some/page", "Range: bytes=0-3\r\nIf-None-Match: *\r\n");
        assertThat(missing).startsWith("HTTP/1.1 404").endsWith("0123 nothing here");
        assertThat(missing.toLowerCase(java.util.Locale.ROOT)).doesNotContain("etag", "max-age");
        assertThat(ask("HEAD", "/some/page", "")).startsWith("HTTP/1.1 404").doesNotContain("nothing here");
        assertThat(get("/404.html")).startsWith("HTTP/1.1 200");
    }

    @Test
    void a_file_that_comes_into_a_mount_is_there_at_once_and_one_that_is_written_anew_is_given_out_anew()
            throws Exception {
        Files.createSymbolicLink(folder.resolve("release/public/late"), folder.resolve("mount"));
        Files.createSymbolicLink(folder.resolve("release/public/map.xml"), folder.resolve("mount/map.xml"));
        serve(new Fallback.None(), null);
        for (String path : List.of("/late/new.txt", "/map.xml")) {
            assertThat(get(path)).startsWith("HTTP/1.1 404");
            Path file = folder.resolve("mount").resolve(path.substring(path.lastIndexOf('/') + 1));
            Files.writeString(file, "first");
            assertThat(get(path)).endsWith("first");
            Files.writeString(file, "second one");
            assertThat(get(path)).endsWith("second one");
            Files.delete(file);
            assertThat(get(path)).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void scripts_are_not_given_out_and_folders_get_their_slash() throws Exception {
        Files.writeString(folder.resolve("release/public/x.php"), "secret");
        Files.writeString(folder.resolve("release/public/sub/index.html"), "below");
        serve(new Fallback.None(), null);

        assertThat(get("/x.php")).startsWith("HTTP/1.1 404").doesNotContain("secret");
        assertThat(get("/sub?a")).startsWith("HTTP/1.1 301").contains("location: /sub/?a\r\n");
        assertThat(get("/sub/")).endsWith("below");
    }

    private void serve(Fallback fallback, Destination.@Nullable Upstream upstream) {
        Location location = new Location(
                "/",
                Path.of("public"),
                List.of("index.html"),
                fallback,
                OPEN,
                List.of(
                        new Rule(Expression.of("\\.bak$"), new Policy(false, 0, Map.of()), null),
                        new Rule(Expression.of("\\.css$"), new Policy(true, 600, Map.of("x-styled", "yes")), null)));
        serve(List.of(location), upstream);
    }

    private void serve(List<Location> locations, Destination.@Nullable Upstream upstream) {
        StaticFiles files = new StaticFiles(
                folder.resolve("release"), Map.of("uploads", folder.resolve("mount")), locations, "abc");
        router.serve(
                "shop/production",
                new Routes(List.of(new Route("shop", "/", new Destination.WithFiles(files, upstream)))));
    }

    private String get(String path) throws IOException {
        return ask("GET", path, "");
    }

    private String ask(String method, String path, String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", router.port())) {
            socket.setSoTimeout(120_000);
            Backend.write(
                    socket.getOutputStream(),
                    method + " " + path + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n" + headers + "\r\n");
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
