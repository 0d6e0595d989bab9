package io.jenkins.plugins.slipway.host.router.traffic;

import static io.jenkins.plugins.slipway.host.router.traffic.Wire.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.host.router.http.Peer;
import io.jenkins.plugins.slipway.host.router.http.RequestHeaders;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks, and for what, an application learns from the router; not from whoever asks. */
class StrangersTest {
    private static final List<String> CLAIMS = List.of(
            "Forwarded",
            "X-Forwarded",
            "Forwarded-For",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Ssl",
            "X-Forwarded-Scheme",
            "X-Forwarded-Prefix",
            "X-Forwarded-Server",
            "X-Forwarded-User",
            "X-Forwarded-Email",
            "X-Forwarded-Protocol",
            "X-Forwarded-By",
            "X-Forwarded-Client-Cert",
            "X-Forwarded-Path",
            "X-Forwarded-Uri",
            "X-Forwarded-Method",
            "X-Forwarded-Groups",
            "X-Forwarded-Preferred-Username",
            "X-Forwarded-Access-Token",
            "X-Real-IP",
            "X-Real-Port",
            "X-Client-IP",
            "X-Client-Cert",
            "X-Client-Verify",
            "X-Client-DN",
            "X-Client-Ssl",
            "True-Client-IP",
            "CF-Connecting-IP",
            "CF-Connecting-IPv6",
            "CF-Visitor",
            "CF-Pseudo-IPv4",
            "Cf-Access-Authenticated-User-Email",
            "Fastly-Client-IP",
            "Fastly-SSL",
            "Fly-Client-IP",
            "X-Cluster-Client-IP",
            "Client-IP",
            "X-IP",
            "X-Originating-IP",
            "X-Remote-IP",
            "X-Remote-Addr",
            "X-Remote-User",
            "Remote-User",
            "Remote-Addr",
            "Remote-Groups",
            "X-ProxyUser-Ip",
            "X-Envoy-External-Address",
            "X-Envoy-Original-Path",
            "X-Azure-ClientIP",
            "X-Azure-SocketIP",
            "X-AppEngine-User-IP",
            "Akamai-Client-IP",
            "X-ARR-ClientCert",
            "X-ARR-SSL",
            "Client-Cert",
            "Client-Cert-Chain",
            "SSL-Client-Cert",
            "SSL-Client-S-DN",
            "X-SSL-Client-Cert",
            "X-SSL",
            "X-SSL-Client-Verify",
            "X-Amzn-Mtls-Clientcert",
            "X-Original-URL",
            "X-Original-URI",
            "X-Original-Host",
            "X-Original-For",
            "X-Original-Proto",
            "X-Original-Method",
            "X-Original-Forwarded-For",
            "X-Rewrite-URL",
            "X-Host",
            "X-HTTP-Host-Override",
            "X-Scheme",
            "X-Url-Scheme",
            "X-Https",
            "Https",
            "Front-End-Https",
            "X-Script-Name",
            "Script-Name",
            "X-Accel-Redirect",
            "X-Accel-Mapping",
            "X-Sendfile-Type",
            "X-Auth-Request-User",
            "X-Authenticated-User",
            "X-Webauth-User",
            "X-Goog-Authenticated-User-Email",
            "X-Goog-IAP-JWT-Assertion",
            "X-MS-Client-Principal",
            "X-MS-Client-Principal-Name",
            "X-Platform-Project",
            "X-Platform-Cluster",
            "X-Slipway-Environment",
            "Proxy",
            "Proxy-Host",
            "Proxy-Client-IP",
            "WL-Proxy-Client-IP",
            "WL-Proxy-SSL",
            "X-Proto",
            "X-Proxy-Remote-User",
            "X-Verified-User",
            "X-Backend-Host",
            "X-Gateway-Host",
            "X-Amzn-Oidc-Identity",
            "X-Amzn-Oidc-Data",
            "Source-IP",
            "X-From-IP",
            "X-Vendor-ClientIP",
            "Vendor-Client-IPv6",
            "Ali-Cdn-Real-IP",
            "Cdn-Src-IP",
            "DO-Connecting-IP",
            "X-Cf-Connecting-IP",
            "X-Nf-Client-Connection-IP",
            "X-WAP-Network-Client-IP",
            "X-Vendor-Remote-Addr",
            "X-Vendor-Client-Cert",
            "X-Forward-For",
            "X-Forward-Proto",
            "Z-Forwarded-For",
            "X-Vercel-Forwarded-For",
            "Fly-Forwarded-Port",
            "X-Http-Forwarded-For");

    private static final List<String> KEPT = List.of(
            "Accept",
            "Accept-Language",
            "Authorization",
            "Cookie",
            "Origin",
            "Referer",
            "User-Agent",
            "X-Requested-With",
            "X-CSRF-Token",
            "X-Request-ID",
            "X-HTTP-Method-Override",
            "Sec-Fetch-Mode",
            "If-None-Match",
            "Traceparent",
            "X-GitHub-Event",
            "X-Hub-Signature-256",
            "Content-Type",
            "Range",
            "X-Api-Key",
            "CF-IPCountry",
            "Cdn-Loop",
            "Max-Forwards",
            "X-Ship",
            "X-Recipient-Zip",
            "DNT",
            "Pragma",
            "Cache-Control",
            "Stripe-Signature",
            "X-Shopify-Topic",
            "Idempotency-Key");

    private final AtomicReference<String> seen = new AtomicReference<>("");
    private NettyRouter router;
    private Backend backend;

    @BeforeEach
    void start() throws Exception {
        router = NettyRouter.listen("127.0.0.1", 0);
        backend = new Backend((in, out) -> {
            String head = Backend.head(in);
            if (head.toLowerCase(Locale.ROOT).contains("chunked")) {
                StringBuilder body = new StringBuilder();
                while (body.indexOf("0\r\n") < 0 || body.indexOf("\r\n\r\n") < 0) {
                    body.append((char) in.read());
                }
                head += body;
            }
            seen.set(head);
            Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        });
        Wire.serve(router, backend);
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
        router.close();
    }

    @Test
    void no_claim_of_a_stranger_is_heard_and_nothing_else_is_lost() {
        HttpHeaders headers = new DefaultHttpHeaders();
        CLAIMS.forEach(name -> headers.add(name, "6.6.6.6"));
        HttpHeaders others = new DefaultHttpHeaders();
        KEPT.forEach(name -> others.add(name, "kept"));

        assertThat(RequestHeaders.admit(headers, new Peer("192.0.2.7", false, false)))
                .isNull();
        assertThat(RequestHeaders.admit(others, new Peer("192.0.2.7", false, false)))
                .isNull();

        assertThat(headers.names()).isEmpty();
        assertThat(others.names()).containsExactlyInAnyOrderElementsOf(KEPT);
    }

    @Test
    void a_trusted_proxy_is_believed_only_in_what_every_proxy_sets() throws IOException {
        StringBuilder headers = new StringBuilder();
        CLAIMS.forEach(name -> headers.append(name).append(": 6.6.6.6\r\n"));
        assertThat(ask("GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n" + headers + "\r\n"))
                .endsWith("ok");

        List<String> names = seen.get()
                .lines()
                .skip(1)
                .filter(line -> line.contains("6.6.6.6"))
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                .toList();
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "x-forwarded-for", "x-forwarded-host", "x-real-ip", "x-client-ip", "forwarded");
        assertThat(seen.get())
                .containsIgnoringCase("x-forwarded-proto: http\r\n")
                .containsIgnoringCase("x-forwarded-port: 80\r\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void names_that_become_the_same_variable_are_dropped_whoever_says_them(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        String signs = "_.!#$%&'*+^`|~";
        for (int round = 0; round < 10; round++) {
            StringBuilder headers = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                String claim = CLAIMS.get(random.nextInt(CLAIMS.size())) + (random.nextInt(4) == 0 ? "-x" : "");
                char[] name = claim.toCharArray();
                int dashes = 0;
                for (int at = 0; at < name.length; at++) {
                    boolean odd = name[at] == '-' && (dashes++ == 0 || random.nextBoolean());
                    name[at] = odd
                            ? signs.charAt(random.nextInt(signs.length()))
                            : random.nextBoolean() ? Character.toUpperCase(name[at]) : name[at];
                }
                headers.append(name).append(dashes == 0 ? "_" : "").append(": 6.6.6.6\r\n");
            }
            headers.append("Content_Length: 6\r\nTransfer_Encoding: 6.6.6.6\r\nHost_: 6.6.6.6\r\n");
            assertThat(ask("GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n" + headers + "\r\n"))
                    .endsWith("ok");
            assertThat(seen.get()).doesNotContain("6.6.6.6").doesNotContain("_");
        }
    }

    @Test
    void what_the_connection_header_names_takes_nothing_away_that_the_router_says() throws IOException {
        ask(
                "GET / HTTP/1.1\r\nHost: shop\r\nConnection: close, X-Forwarded-For, Forwarded, Host, X-Forwarded-Proto, Via, Content-Length\r\n\r\n");

        assertThat(seen.get())
                .containsIgnoringCase("host: shop\r\n")
                .containsIgnoringCase("x-forwarded-for: 127.0.0.1\r\n")
                .containsIgnoringCase("x-forwarded-proto: http\r\n")
                .containsIgnoringCase("via: 1.1 slipway\r\n")
                .containsIgnoringCase("forwarded: for=127.0.0.1;");
    }

    @Test
    void what_a_proxy_says_that_cannot_be_true_is_not_passed_on() {
        HttpHeaders headers = new DefaultHttpHeaders()
                .add("X-Forwarded-For", "1.2.3.4\";proto=https, <script>, 2001:db8::1, 5.6.7.8:90")
                .add("X-Forwarded-Proto", "https\";for=6.6.6.6")
                .add("X-Forwarded-Host", "evil\";for=6.6.6.6")
                .add("X-Forwarded-Port", "80;x")
                .add("X-Real-IP", "6.6.6.6")
                .add("X-Client-IP", "\"");
        new Peer("10.0.0.1", true, false).introduce(headers, "shop:8080");

        assertThat(headers.get("x-forwarded-for")).isEqualTo("unknown, unknown, 2001:db8::1, 5.6.7.8:90, 10.0.0.1");
        assertThat(headers.get("forwarded"))
                .isEqualTo(
                        "for=unknown, for=unknown, for=\"[2001:db8::1]\", for=\"5.6.7.8:90\", for=10.0.0.1;host=\"shop:8080\";proto=http");
        assertThat(headers.get("x-forwarded-proto")).isEqualTo("http");
        assertThat(headers.get("x-forwarded-host")).isEqualTo("shop:8080");
        assertThat(headers.get("x-forwarded-port")).isEqualTo("8080");
        assertThat(headers.getAll("x-real-ip")).containsExactly("5.6.7.8:90");
        assertThat(headers.getAll("x-client-ip")).containsExactly("5.6.7.8:90");
    }

    @Test
    void what_a_stranger_says_it_came_through_is_dropped() {
        HttpHeaders headers = new DefaultHttpHeaders().add("Via", "1.1 vault").add("Via", "1.0 inner");
        new Peer("192.0.2.7", false, false).introduce(headers, "shop");

        assertThat(headers.getAll("via")).containsExactly("1.1 slipway");
    }

    @Test
    void a_chain_of_proxies_has_an_end() {
        HttpHeaders headers = new DefaultHttpHeaders().add("X-Forwarded-For", "1.1.1.1,".repeat(7_000) + "2.2.2.2");
        new Peer("10.0.0.1", true, false).introduce(headers, "shop");

        assertThat(headers.get("x-forwarded-for").split(", ")).hasSize(33).endsWith("2.2.2.2", "10.0.0.1");
    }

    @Test
    void trailers_are_not_passed_on() throws IOException {
        String answer = ask(
                "POST / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nTrailer: Host, X-Forwarded-For, X-Sum\r\nTE: trailers\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nHost: evil\r\nX-Forwarded-For: 6.6.6.6\r\nX-Sum: 1\r\n\r\n");

        assertThat(answer).endsWith("ok");
        assertThat(seen.get())
                .endsWith("\r\n3\r\nabc\r\n0\r\n\r\n")
                .doesNotContain("evil", "6.6.6.6", "X-Sum")
                .doesNotContainIgnoringCase("trailer");
    }

    @Test
    void the_host_is_sent_on_as_it_was_judged() throws IOException {
        for (String host : List.of("SHOP", "shop.", "Shop.:80", "shop:80", "shop:")) {
            assertThat(ask("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .endsWith("ok");
            assertThat(seen.get()).containsPattern("(?i)\r\nhost: shop(:80)?\r\n".replace("shop", "(?-i:shop)"));
        }
        assertThat(ask("GET http://SHOP/x HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
                .endsWith("ok");
        assertThat(seen.get()).startsWith("GET /x HTTP/1.1\r\n").containsIgnoringCase("\r\nhost: shop\r\n");
        assertThat(ask("GET / HTTP/1.1\r\nHost: shop.other\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void more_headers_than_anybody_needs_are_refused() throws IOException {
        List<String> headers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            headers.add("x" + i + ": 1\r\n");
        }
        assertThat(ask("GET / HTTP/1.1\r\nHost: shop\r\n" + String.join("", headers) + "\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void one_empty_line_before_a_request_is_let_pass() throws IOException {
        assertThat(ask("\r\nGET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
                .endsWith("ok");
        assertThat(Set.of("GET / HTTP/1.1"))
                .contains(seen.get().lines().findFirst().orElse(""));
    }

    private String ask(String request) throws IOException {
        assertThat(router.traffic(SITE).waiting()).isZero();
        return Wire.ask(router, request);
    }
}
