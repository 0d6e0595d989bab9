package io.jenkins.plugins.slipway.host.router.traffic;

import static io.jenkins.plugins.slipway.host.router.traffic.Wire.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.expression.Expression;
import io.jenkins.plugins.slipway.host.router.RoutePolicy;
import io.jenkins.plugins.slipway.host.router.RoutePolicy.Caching;
import io.jenkins.plugins.slipway.host.router.RoutePolicy.PathRedirect;
import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.router.RouterOptions;
import io.jenkins.plugins.slipway.host.router.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What routes ask for beside their destination; and what is written down of requests. */
class RoutesTest {
    @TempDir
    Path folder;

    private final AtomicReference<String> more = new AtomicReference<>("");
    private NettyRouter router;
    private Backend backend;

    @BeforeEach
    void start() throws Exception {
        router = NettyRouter.listen("127.0.0.1", 0, new RouterOptions(folder, null, Set.of()));
        backend = new Backend((in, out) -> {
            Backend.head(in);
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + more.get() + "\r\nok");
        });
        router.announce(SITE, Set.of("shop", "www.shop"));
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
        router.close();
    }

    @Test
    void paths_lead_elsewhere_as_the_route_says() throws Exception {
        serve(new RoutePolicy(
                false,
                List.of(
                        new PathRedirect("/exact", null, "/new", false, false, 302, 0),
                        new PathRedirect("/from", null, "https://there.example/to", true, true, 301, 3600),
                        new PathRedirect("/all", null, "/one/", true, false, 308, -1),
                        new PathRedirect(
                                "", Expression.of("^/foo/(.*)/bar"), "https://there.example/$1", false, false, 302, 0)),
                null,
                null,
                false));

        assertThat(get("/exact?a=b")).startsWith("HTTP/1.1 302").contains("location: /new?a=b\r\n");
        assertThat(get("/exact/more")).endsWith("ok");
        assertThat(get("/from/a/b?c"))
                .startsWith("HTTP/1.1 301")
                .contains("location: https://there.example/to/a/b?c\r\n")
                .contains("cache-control: max-age=3600");
        assertThat(get("/fromage")).endsWith("ok");
        assertThat(get("/all/of/it"))
                .startsWith("HTTP/1.1 308")
                .contains("location: /one/\r\n")
                .contains("cache-control: no-cache");
        assertThat(get("/foo/x/y/bar")).startsWith("HTTP/1.1 302").contains("location: https://there.example/x/y\r\n");
        assertThat(get("/other")).endsWith("ok");
    }

    @Test
    void a_whole_address_leads_to_another_at_the_port_where_it_is() throws Exception {
        router.serve(
                SITE,
                new Routes(List.of(new Routes.Route(
                        "shop", "/", new Routes.Destination.Redirect("https://www.shop/", 301, true)))));

        assertThat(get("/a/b?c"))
                .startsWith("HTTP/1.1 301")
                .contains("location: http://www.shop:" + router.port() + "/a/b?c\r\n");
        assertThat(ask("GET /a HTTP/1.1\r\nHost: shop\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"))
                .contains("location: https://www.shop/a\r\n");
    }

    @Test
    void answers_that_do_not_say_how_long_they_may_be_kept_are_told() throws Exception {
        serve(new RoutePolicy(false, List.of(), new Caching(60, List.of("Accept", "Cookie")), null, false));

        assertThat(get("/"))
                .containsIgnoringCase("cache-control: public, max-age=60")
                .containsIgnoringCase("vary: Accept\r\n")
                .containsIgnoringCase("vary: Cookie\r\n");
        more.set("Cache-Control: private\r\n");
        assertThat(get("/")).containsIgnoringCase("cache-control: private").doesNotContain("max-age");
        more.set("Set-Cookie: a=b\r\n");
        assertThat(get("/")).doesNotContainIgnoringCase("cache-control");
        more.set("");
        assertThat(ask("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .doesNotContainIgnoringCase("cache-control");
    }

    @Test
    void steps_out_of_a_path_do_not_lead_past_its_route() throws Exception {
        try (Backend inner = new Backend((in, out) -> {
            Backend.head(in);
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ninner");
        })) {
            router.serve(
                    SITE,
                    new Routes(List.of(
                            new Routes.Route("shop", "/", new Routes.Destination.Upstream(backend.port())),
                            new Routes.Route("shop", "/in/", new Routes.Destination.Upstream(inner.port())))));
            assertThat(get("/in/a")).endsWith("inner");
            assertThat(get("/out/../in/a")).endsWith("inner");
            assertThat(get("/out/%2e%2e/in/a")).endsWith("inner");
            assertThat(get("/in/../out")).endsWith("ok");
            assertThat(get("/%69n/a")).endsWith("inner");
        }
    }

    @Test
    void requests_stay_with_one_of_several_processes_only_if_that_is_wished_and_a_dead_one_is_passed_over()
            throws Exception {
        try (Backend other = new Backend((in, out) -> {
            Backend.head(in);
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother");
        })) {
            Backend dead = new Backend((in, out) -> {});
            dead.close();
            List<Routes.Backend> three = List.of(
                    new Routes.Backend(backend.port(), null),
                    new Routes.Backend(dead.port(), null),
                    new Routes.Backend(other.port(), null));
            serve(three, false);
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 30; i++) {
                all.append(get("/"));
            }
            assertThat(all).contains("other").contains("\r\n\r\nok").doesNotContain(" 502 ");

            serve(three, true);
            String first = get("/");
            for (int i = 0; i < 10; i++) {
                assertThat(get("/")).isEqualTo(first);
            }
        }
    }

    @Test
    void a_client_stays_with_its_process_when_that_ends_a_kept_connection() throws Exception {
        Backend.Script first = (in, out) -> answerOnceAndHangUp(in, out, "first");
        Backend.Script second = (in, out) -> answerOnceAndHangUp(in, out, "second");
        try (Backend one = new Backend(first);
                Backend two = new Backend(second)) {
            serve(List.of(new Routes.Backend(one.port(), null), new Routes.Backend(two.port(), null)), true);
            String mine = get("/");
            for (int i = 0; i < 10; i++) {
                assertThat(get("/")).isEqualTo(mine);
            }
        }
    }

    /** Answers as if it kept the connection, takes the next request on it, and closes instead of answering. */
    private static void answerOnceAndHangUp(InputStream in, OutputStream out, String name) throws IOException {
        Backend.head(in);
        Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name);
        Backend.head(in);
    }

    @Test
    void a_line_is_written_for_each_request_without_what_may_be_secret_in_it() throws Exception {
        serve(RoutePolicy.PLAIN);
        ask("GET /page?token=secret HTTP/1.1\r\nHost: shop\r\nReferer: http://x/?secret\r\nUser-Agent: a\"b\r\n"
                + "Connection: close\r\n\r\n");
        Path log = folder.resolve(SITE).resolve("logs/access.log");
        Awaitility.await().until(() -> Files.exists(log) && Files.size(log) > 0);

        assertThat(Files.readString(log))
                .matches("127\\.0\\.0\\.1 - - \\[../.../....:..:..:.. \\+0000] \"GET /page\\?- HTTP/1\\.1\" 200 2"
                        + " \"http://x/\\?-\" \"a\\\\x22b\" [0-9.]+ 0\\.000 shop/production shop\n");
        Router.Traffic traffic = router.traffic(SITE);
        assertThat(traffic.statuses()).containsExactly(0L, 1L, 0L, 0L, 0L);
        assertThat(traffic.bytesOut()).isEqualTo(2);
        assertThat(traffic.latency().stream().mapToLong(Long::longValue).sum()).isEqualTo(1);
        ask("GET / HTTP/1.1\r\nHost: nobody\r\nConnection: close\r\n\r\n");
        assertThat(router.traffic(Router.NOBODY).statuses()).containsExactly(0L, 0L, 0L, 1L, 0L);
    }

    private void serve(RoutePolicy policy) {
        router.serve(
                SITE,
                new Routes(List.of(
                        new Routes.Route("shop", "/", new Routes.Destination.Upstream(backend.port()), policy))));
    }

    private void serve(List<Routes.Backend> processes, boolean sticky) {
        RoutePolicy policy = new RoutePolicy(false, List.of(), null, null, sticky);
        router.serve(
                SITE,
                new Routes(List.of(new Routes.Route("shop", "/", new Routes.Destination.Upstream(processes), policy))));
    }

    private String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: shop:" + router.port() + "\r\nConnection: close\r\n\r\n");
    }

    private String ask(String request) throws IOException {
        return Wire.ask(router, request);
    }
}
