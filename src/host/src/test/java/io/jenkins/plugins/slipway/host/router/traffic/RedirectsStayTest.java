package io.jenkins.plugins.slipway.host.router.traffic;

import static io.jenkins.plugins.slipway.host.router.traffic.Wire.SITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.expression.Expression;
import io.jenkins.plugins.slipway.engine.config.expression.SearchBudget;
import io.jenkins.plugins.slipway.host.router.RoutePolicy;
import io.jenkins.plugins.slipway.host.router.RoutePolicy.PathRedirect;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.Routes.Destination;
import io.jenkins.plugins.slipway.host.router.Routes.Route;
import io.jenkins.plugins.slipway.host.router.files.Location;
import io.jenkins.plugins.slipway.host.router.files.Location.Fallback;
import io.jenkins.plugins.slipway.host.router.files.StaticFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No address makes the router send anybody to a host that the project did not name; and none makes it think for long. */
class RedirectsStayTest {
    @TempDir
    private Path folder;

    private NettyRouter router;
    private Backend backend;

    @BeforeEach
    void start() throws Exception {
        router = NettyRouter.listen("127.0.0.1", 0);
        router.announce(SITE, Set.of("shop"));
        backend = new Backend((in, out) -> {
            Backend.head(in);
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        for (String name : List.of("evil.example", "sub", "\u00fc b")) {
            Files.createDirectories(folder.resolve("release").resolve(name));
            Files.writeString(folder.resolve("release").resolve(name).resolve("index.html"), "folder");
        }
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
        router.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/", "/%2fevil.example/", "/%5cevil.example/", "/\\evil.example/", "/%5c%5cevil.example",
                        "///evil.example", "/.//evil.example",
                "/..//evil.example", "/https:evil.example", "/https://evil.example", "/@evil.example",
                        "/:80@evil.example", "/.evil.example", "/%0d%0aSet-Cookie:%20a=b",
                "/%09/evil.example", "/%2e%2e//evil.example", "/%20//evil.example", "/x?//evil.example",
                        "/?to=https://evil.example", "/%252f%252fevil.example", "/javascript:alert(1)"
            })
    void whatever_follows_a_redirects_path_stays_a_path(String rest) throws IOException {
        for (String to : List.of(
                "/",
                "/x",
                "https://there.example",
                "https://there.example/",
                "$1",
                "/$1",
                "https://there.example$1",
                "https://there.example/$1")) {
            serve(List.of(redirect("/dir", to)));
            String answer = ask("GET /dir" + rest + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");
            if (answer.startsWith("HTTP/1.1 302")) {
                stays(to, answer);
            } else {
                // Refused, or a step led out of the redirect's path.
                assertThat(answer.startsWith("HTTP/1.1 400") || rest.matches("/([.][.]|%2e%2e)/.*"))
                        .as(answer)
                        .isTrue();
            }
        }
    }

    @Test
    void a_route_that_leads_elsewhere_keeps_its_host_too() throws IOException {
        for (String to : List.of("https://there.example", "https://there.example/", "https://there.example/x", "/x")) {
            router.serve(
                    SITE, new Routes(List.of(new Route("shop", "/old/", new Destination.Redirect(to, 301, true)))));
            for (String rest :
                    List.of("//evil.example", "@evil.example", ".evil.example", "%2fevil.example", "a/b", "")) {
                String answer = ask("GET /old/" + rest + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");
                if (!answer.startsWith("HTTP/1.1 400")) {
                    assertThat(answer).startsWith("HTTP/1.1 301");
                    stays(to, answer);
                }
            }
        }
    }

    @Test
    void folders_get_their_slash_on_the_same_host() throws IOException {
        StaticFiles files = new StaticFiles(
                folder.resolve("release"),
                Map.of(),
                List.of(new Location(
                        "/",
                        Path.of(""),
                        List.of("index.html"),
                        new Fallback.None(),
                        new Location.Policy(true, 0, Map.of()),
                        List.of())),
                "v1");
        router.serve(SITE, new Routes(List.of(new Route("shop", "/", new Destination.WithFiles(files, null)))));

        for (String address : List.of(
                "//evil.example", "///evil.example", "/%2e//evil.example", "/sub/../evil.example", "/evil%2eexample")) {
            assertThat(location(ask("GET " + address + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")))
                    .isEqualTo("/evil.example/");
        }
        assertThat(location(ask("GET /%C3%BC%20b?x HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")))
                .isEqualTo("/%C3%BC%20b/?x");
        assertThat(ask("GET http://evil.example/sub HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void no_invented_address_leads_to_another_host(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Spellings spellings = new Spellings(random);
        for (String to : List.of("/", "$1", "/x$1", "https://there.example$1", "https://there.example")) {
            serve(List.of(redirect("/dir", to)));
            for (int i = 0; i < 60; i++) {
                String address = "/dir"
                        + spellings
                                .of(random.nextBoolean() ? "//evil.example/x" : "/@evil.example")
                                .replace("http://shop", "");
                String answer = ask("GET " + address + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");
                if (answer.startsWith("HTTP/1.1 302")) {
                    stays(to, answer);
                }
            }
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void the_longest_addresses_against_the_worst_expressions_are_answered() throws IOException {
        serve(List.of(
                expression("^/blog/(.*)/(.*)/(.*)\\.html$", "/$1"),
                expression("^/(b|c)*$", "/$1"),
                expression("^(/[^/]*)*/z$", "/$1"),
                expression("(a+)+!$", "/$1")));
        for (String part : List.of("/", "a/", "/.", "/..", "%2f", "b", "../", "a/../", "%61/", ";/", "a;", "%C3%A9/")) {
            String address = "/blog/" + part.repeat(15_900 / part.length());
            try (Wire wire = new Wire(router)) {
                for (int i = 0; i < 20; i++) {
                    wire.say("GET " + address + " HTTP/1.1\r\nHost: shop\r\n\r\n");
                }
                assertThat(wire.until("HTTP/1.1 ")).isNotEmpty();
            }
        }
    }

    @Test
    void routes_with_more_expressions_than_a_request_may_be_tried_with_are_refused_and_the_earlier_go_on()
            throws IOException {
        serve(List.of(expression("^/old$", "/new")));
        PathRedirect heavy = expression("x(a?b?c?d?e?f?){20}$", "/");
        List<PathRedirect> tooMany = Collections.nCopies(
                SearchBudget.MOST_STEPS / Expression.of("x(a?b?c?d?e?f?){20}$").steps() + 1, heavy);

        assertThatThrownBy(() -> serve(tooMany))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("requests to shop/ are tried with have ")
                .hasMessageContaining("the most is 10000: use fewer or simpler expressions");

        assertThat(location(ask("GET /old HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")))
                .isEqualTo("/new");
        serve(tooMany.subList(1, tooMany.size()));
    }

    @Test
    void a_path_that_is_too_long_to_be_searched_is_refused_unjudged_and_one_that_needs_no_search_is_not()
            throws IOException {
        String rest = "HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n";
        String longest = "/" + "a".repeat(SearchBudget.LONGEST_PATH - 1);
        serve(List.of(expression("^/(.*)$", "/x/$1")));
        assertThat(ask("GET " + longest + " " + rest)).startsWith("HTTP/1.1 302");
        assertThat(ask("GET " + longest + "a " + rest)).startsWith("HTTP/1.1 414");
        assertThat(ask("GET " + longest.replace("a", "%C3%A9") + " " + rest)).startsWith("HTTP/1.1 302");
        assertThat(ask("GET /a%2F" + longest.substring(1) + " " + rest)).startsWith("HTTP/1.1 414");

        serve(List.of(redirect("/dir", "/other")));
        assertThat(ask("GET /" + "a".repeat(4000) + " " + rest)).startsWith("HTTP/1.1 200");

        Location.Policy open = new Location.Policy(true, 0, Map.of());
        Location ruled = new Location(
                "/",
                Path.of(""),
                List.of(),
                new Fallback.Application(),
                open,
                List.of(new Location.Rule(Expression.of("^/(.*)$"), open, new Fallback.At("/" + "$1".repeat(5)))));
        StaticFiles files = new StaticFiles(folder.resolve("release"), Map.of(), List.of(ruled), "v1");
        router.serve(
                SITE,
                new Routes(List.of(new Route(
                        "shop", "/", new Destination.WithFiles(files, new Destination.Upstream(backend.port()))))));
        assertThat(ask("POST " + longest + "a " + rest)).startsWith("HTTP/1.1 414");
        assertThat(ask("GET " + longest + "a " + rest)).startsWith("HTTP/1.1 414");
        // What a group found does not come in by the back door either.
        assertThat(ask("GET " + longest.substring(0, 500) + " " + rest)).startsWith("HTTP/1.1 404");
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void the_heaviest_expressions_that_are_legal_hold_the_router_up_for_a_bounded_time() throws IOException {
        PathRedirect heavy = expression("x(a?b?c?d?e?f?){20}$", "/");
        serve(Collections.nCopies(
                SearchBudget.MOST_STEPS / Expression.of("x(a?b?c?d?e?f?){20}$").steps(), heavy));
        String path = "/" + "xabcdef".repeat(146) + "z";
        for (int i = 0; i < 10; i++) {
            assertThat(ask("GET " + path + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_redirect_leads_to_no_address_that_is_too_long_to_be_asked_for() throws IOException {
        serve(List.of(expression("^/(.*)$", "/" + "$1".repeat(20))));
        assertThat(ask("GET /" + "a".repeat(1000) + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
        assertThat(ask("GET /" + "a".repeat(500) + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 302");
    }

    private PathRedirect redirect(String path, String to) {
        return to.contains("$")
                ? expression("^" + path + "(.*)$", to)
                : new PathRedirect(path, null, to, true, true, 302, 0);
    }

    private static PathRedirect expression(String text, String to) {
        return new PathRedirect("", Expression.of(text), to, false, false, 302, 0);
    }

    private static void stays(String to, String answer) {
        String location = location(answer);
        URI there = URI.create("http://shop/dir/").resolve(location);
        assertThat(there.getRawAuthority())
                .as(to + ": " + location)
                .isEqualTo(to.contains("there") ? "there.example" : "shop");
        assertThat(location).matches("(https://there\\.example)?/([^/\\\\].*)?");
        assertThat(answer).doesNotContainIgnoringCase("\r\nset-cookie");
    }

    private static String location(String answer) {
        return answer.lines()
                .filter(line -> line.toLowerCase().startsWith("location: "))
                .findFirst()
                .orElse("location: none")
                .substring(10);
    }

    private void serve(List<PathRedirect> redirects) {
        router.serve(
                SITE,
                new Routes(List.of(new Route(
                        "shop",
                        "/",
                        new Destination.Upstream(backend.port()),
                        new RoutePolicy(false, redirects, null, null, false)))));
    }

    private String ask(String request) throws IOException {
        return Wire.ask(router, request);
    }
}
