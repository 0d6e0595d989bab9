package io.jenkins.plugins.slipway.host.router.traffic;

import static io.jenkins.plugins.slipway.host.router.traffic.Wire.SITE;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rule does not give out is not given out, however it is asked for, and nobody else is asked for it. */
class DeniedFilesTest {
    private static final Policy OPEN = new Policy(true, 0, Map.of());
    private static final Policy CLOSED = new Policy(false, 0, Map.of());
    private static final String SECRET = "nobody is to read this";

    @TempDir
    private Path folder;

    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private NettyRouter router;
    private Backend application;
    private Backend admin;

    @BeforeEach
    void start() throws Exception {
        router = NettyRouter.listen("127.0.0.1", 0);
        router.announce(SITE, Set.of("shop"));
        application = answering("application");
        admin = answering("admin");
        for (String file : List.of(
                "secret/x",
                "a/conf.inc",
                "conf.inc",
                "private/index.html",
                "caf\u00e9/x.inc",
                "run/x.php",
                "a b.inc")) {
            Path path = folder.resolve("release/public").resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, SECRET);
        }
        Files.writeString(folder.resolve("release/public/open.txt"), "open");
        Files.writeString(folder.resolve("release/public/.env"), SECRET);
    }

    @AfterEach
    void stop() throws IOException {
        application.close();
        admin.close();
        router.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/secret/x",
                "//secret/x",
                "/%2fsecret/x",
                "/%2Fsecret/x",
                "/./secret/x",
                "/a/../secret/x",
                "/a/%2e%2e/secret/x",
                "/%73ecret/x",
                "/secret//x",
                "/secret%2fx",
                "/secret/./x",
                "/secret/x/",
                "/secret/x/.",
                "/secret/x%2f",
                "/secret/x/..",
                "/secret/a/../x",
                "/%252fsecret/x",
                "/%2573ecret/x",
                "///secret///x",
                "/secret/x?a",
                "/secret/%78",
                "/secret/..%2fsecret/x",
                "http://shop/secret/x",
                "http://shop//secret/x",
                "/conf.inc",
                "/conf.inc/",
                "/conf.inc%2f",
                "/conf.inc/.",
                "/conf.inc/..%2fconf.inc",
                "/conf%2einc",
                "/%63onf.inc",
                "/conf.inc%00",
                "/conf.inc%00.txt",
                "/conf.inc%20",
                "/conf.inc.",
                "/conf.inc;x",
                "/conf.inc%3bx",
                "/conf.inc\\",
                "/conf.inc%5c",
                "/conf.inc#",
                "/conf.inc%23",
                "/conf.inc%3f",
                "/a/conf.inc/",
                "/private",
                "/private/",
                "/private/.",
                "/private/index.html",
                "/private//index.html",
                "/caf%C3%A9/x.inc",
                "/caf%c3%a9/x.inc",
                "/caf%e9/x.inc",
                "/a%20b.inc",
                "/a+b.inc",
                "/.env",
                "/%2eenv",
                "/a/../.env",
                "/run/x.php",
                "/run/x.php/",
                "/CONF.INC",
                "/..;/conf.inc",
                "/a/..;/conf.inc",
                "/%c0%afconf.inc",
                "/%u002fconf.inc"
            })
    void it_is_not_given_out_in_any_spelling(String address) throws IOException {
        serve(new Fallback.None(), null);

        for (String method : List.of("GET", "HEAD")) {
            assertThat(ask(method, address))
                    .startsWith("HTTP/1.1 4")
                    .doesNotContain(SECRET)
                    .doesNotContain("content-length: " + SECRET.length());
        }
    }

    @Test
    void an_application_is_not_asked_for_it_by_any_method() throws IOException {
        serve(new Fallback.Application(), new Destination.Upstream(application.port()));

        for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "X")) {
            for (String address : List.of(
                    "/secret/x",
                    "//secret/x",
                    "/conf.inc",
                    "/conf.inc/",
                    "/a/../conf.inc",
                    "/private/",
                    "/run/x.php")) {
                assertThat(ask(method, address)).as(method + " " + address).startsWith("HTTP/1.1 403");
            }
        }
        assertThat(asked).isEmpty();
        assertThat(ask("POST", "/secret/other")).endsWith("application");
        assertThat(ask("GET", "/conf.inc%2f")).startsWith("HTTP/1.1 400");
    }

    @Test
    void what_is_allowed_is_given_out_in_any_spelling() throws IOException {
        serve(new Fallback.None(), null);

        for (String address : List.of(
                "/open.txt", "//open.txt", "/a/../open.txt", "/./open.txt", "/%6fpen.txt", "/a/%2E%2E/open.txt?x")) {
            assertThat(ask("GET", address)).startsWith("HTTP/1.1 200").endsWith("open");
        }
        assertThat(ask("GET", "/open.txt/")).startsWith("HTTP/1.1 404");
    }

    @Test
    void a_route_gets_what_is_below_its_path_in_any_spelling_and_the_path_as_it_was_judged() throws IOException {
        serve(new Fallback.Application(), new Destination.Upstream(application.port()));

        for (String address : List.of(
                "/adm/x",
                "//adm/x",
                "/./adm/x",
                "/a/../adm/x",
                "/%61dm/x",
                "/a/%2e%2e/adm/x",
                "/adm//x",
                "http://shop//adm/x")) {
            assertThat(ask("GET", address + "?q=//a%2fb")).as(address).endsWith("admin");
        }
        assertThat(asked).containsExactly("GET /adm/x?q=//a%2fb HTTP/1.1");
        assertThat(ask("GET", "/adm%2fx")).startsWith("HTTP/1.1 400");
        assertThat(ask("GET", "/%252fadm/x")).endsWith("application");
        assertThat(asked).contains("GET /%252fadm/x HTTP/1.1");
    }

    @Test
    void an_encoded_slash_reaches_an_application_only_where_it_makes_no_difference() throws IOException {
        router.serve(
                SITE,
                new Routes(List.of(
                        new Route("shop", "/", new Destination.Upstream(application.port())),
                        new Route("shop", "/adm/", new Destination.Upstream(admin.port())))));

        assertThat(ask("GET", "/@scope%2fname?a%2Fb")).endsWith("application");
        assertThat(asked).containsExactly("GET /@scope%2Fname?a%2Fb HTTP/1.1");
        assertThat(ask("GET", "/adm/a%2Fb")).endsWith("admin");
        for (String address : List.of("/adm%2fx", "/%2fadm/x", "/a%2f..%2fadm/x", "/adm%2f", "/x/..%2fadm/x")) {
            assertThat(ask("GET", address)).as(address).startsWith("HTTP/1.1 400");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void no_invented_spelling_gets_it(long seed) throws IOException {
        serve(new Fallback.Application(), new Destination.Upstream(application.port()));
        Spellings spellings = new Spellings(new SplittableRandom(seed));
        for (int i = 0; i < 300; i++) {
            String address =
                    spellings.of(i % 3 == 0 ? "/secret/x" : i % 3 == 1 ? "/a/conf.inc" : "/private/index.html");
            String answer = Wire.ask(router, "GET " + address + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(address).doesNotContain(SECRET);
        }
        // What the application was asked for is in its normal form, and is nothing that is denied.
        assertThat(asked)
                .allSatisfy(line -> assertThat(line)
                        .doesNotContain("//")
                        .doesNotContain("/./")
                        .doesNotContain("/../")
                        .doesNotMatch("GET /secret/x[ /?].*"));
    }

    private Backend answering(String name) throws IOException {
        return new Backend((in, out) -> {
            asked.add(Backend.head(in).lines().findFirst().orElse(""));
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name);
        });
    }

    private void serve(Fallback fallback, Destination.@Nullable Upstream upstream) {
        Location location = new Location(
                "/",
                Path.of("public"),
                List.of("index.html"),
                fallback,
                OPEN,
                List.of(
                        new Rule(Expression.of("^/secret/"), CLOSED, null),
                        new Rule(Expression.of("\\.inc$"), CLOSED, null),
                        new Rule(Expression.of("^/private/index\\.html$"), CLOSED, null),
                        new Rule(Expression.of("\\.php$"), CLOSED, null)));
        StaticFiles files = new StaticFiles(folder.resolve("release"), Map.of(), List.of(location), "v1");
        router.serve(
                SITE,
                new Routes(List.of(
                        new Route("shop", "/", new Destination.WithFiles(files, upstream)),
                        new Route("shop", "/adm/", new Destination.Upstream(admin.port())))));
    }

    private String ask(String method, String address) throws IOException {
        return Wire.ask(
                router,
                method + " " + address + " HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
}
