package io.jenkins.plugins.slipway.host.router.traffic;

import static io.jenkins.plugins.slipway.host.router.traffic.Wire.SITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.host.router.RoutePolicy;
import io.jenkins.plugins.slipway.host.router.RouterOptions;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.files.Location;
import io.jenkins.plugins.slipway.host.router.files.StaticFiles;
import io.jenkins.plugins.slipway.host.router.tls.Certificate;
import io.jenkins.plugins.slipway.host.router.tls.CertificateList;
import io.jenkins.plugins.slipway.host.router.tls.CertificateList.PemPair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    Path folder;

    @Test
    void each_domain_is_proved_with_its_own_certificate_and_plain_requests_are_led_there() throws Exception {
        int port = free();
        Path list = folder.resolve("certificates.json");
        new CertificateList(
                        port, Map.of("shop.example", pair("shop.example"), "*.wild.example", pair("*.wild.example")))
                .write(list);
        Path large = Files.write(folder.resolve("large"), new byte[300_000]);
        RouterOptions options = new RouterOptions(null, list, Set.of());
        try (NettyRouter router = NettyRouter.listen("127.0.0.1", 0, options);
                Backend backend = new Backend((in, out) -> {
                    String head = Backend.head(in);
                    boolean told = head.toLowerCase().contains("x-forwarded-proto: https");
                    Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + (told ? "https" : "plain"));
                })) {
            RoutePolicy policy = new RoutePolicy(true, List.of(), null, "max-age=5", false);
            router.announce(SITE, Set.of("shop.example", "a.wild.example", "bare.example"));
            router.serve(
                    SITE,
                    new Routes(List.of(
                            route("shop.example", "/", new Routes.Destination.Upstream(backend.port()), policy),
                            route(
                                    "shop.example",
                                    "/files/",
                                    new Routes.Destination.WithFiles(
                                            new StaticFiles(
                                                    folder,
                                                    Map.of(),
                                                    List.of(new Location(
                                                            "/files/",
                                                            Path.of(""),
                                                            List.of(),
                                                            new Location.Fallback.None(),
                                                            new Location.Policy(true, 0, Map.of()),
                                                            List.of())),
                                                    "x"),
                                            null),
                                    policy),
                            route("a.wild.example", "/", new Routes.Destination.Upstream(backend.port()), policy),
                            route("bare.example", "/", new Routes.Destination.Upstream(backend.port()), policy))));

            assertThat(secure(port, "shop.example", "/"))
                    .startsWith("CN=shop.example HTTP/1.1 200")
                    .containsIgnoringCase("strict-transport-security: max-age=5")
                    .endsWith("https");
            assertThat(secure(port, "a.wild.example", "/")).startsWith("CN=*.wild.example HTTP/1.1 200");
            assertThat(secure(port, "shop.example", "/files/" + large.getFileName()))
                    .startsWith("CN=shop.example HTTP/1.1 200")
                    .hasSizeGreaterThan(300_000);
            assertThat(plain(router, "GET", "shop.example", "/a?b"))
                    .startsWith("HTTP/1.1 301")
                    .containsIgnoringCase("location: https://shop.example:" + port + "/a?b\r\n");
            assertThat(plain(router, "POST", "shop.example", "/a")).startsWith("HTTP/1.1 308");
            assertThat(plain(router, "GET", "bare.example", "/")).endsWith("plain");
            assertThatThrownBy(() -> handshake(port, "shop.example", "TLSv1.1")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_renewed_certificate_is_used_without_a_restart() throws Exception {
        int port = free();
        Path list = folder.resolve("certificates.json");
        RouterOptions options = new RouterOptions(null, list, Set.of());
        try (NettyRouter router = NettyRouter.listen("127.0.0.1", 0, options)) {
            assertThatThrownBy(() -> secure(port, "shop.example", "/")).isInstanceOf(IOException.class);
            new CertificateList(port, Map.of("shop.example", pair("shop.example"))).write(list);
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> secure(port, "shop.example", "/").startsWith("CN=shop.example"));

            new CertificateList(port, Map.of("shop.example", pair("other.example"))).write(list);

            Awaitility.await().until(() -> secure(port, "shop.example", "/").startsWith("CN=other.example"));
        }
    }

    @Test
    void a_port_that_somebody_else_has_is_told_with_its_holder_and_taken_as_soon_as_it_is_free() throws Exception {
        Path list = folder.resolve("certificates.json");
        RouterOptions options = new RouterOptions(null, list, Set.of());
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                NettyRouter router = NettyRouter.listen("127.0.0.1", 0, options)) {
            int port = holder.getLocalPort();
            router.troubles(told::add);
            assertThat(told).containsExactly("");
            new CertificateList(port, Map.of("shop.example", pair("shop.example"))).write(list);

            Awaitility.await().until(() -> told.size() > 1);
            assertThat(told)
                    .last()
                    .asString()
                    .startsWith("the router cannot take encrypted connections on port " + port
                            + " of 127.0.0.1: another program has it, process "
                            + ProcessHandle.current().pid() + " (")
                    .contains("‘slipway host certificate … --port PORT’");
            holder.close();

            Awaitility.await().until(() -> told.stream().skip(2).anyMatch(String::isEmpty));
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> secure(port, "shop.example", "/").startsWith("CN=shop.example"));
            assertThat(told).hasSize(3);
        }
    }

    @Test
    void a_key_that_others_can_read_or_that_is_anothers_is_not_used() throws Exception {
        PemPair one = pair("one.example");
        PemPair two = pair("two.example");

        assertThat(Certificate.load(one).isFor("one.example")).isTrue();
        assertThatThrownBy(() -> Certificate.load(new PemPair(one.certificate(), two.key())))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("does not belong to the certificate");
        assertThatThrownBy(() -> Certificate.load(new PemPair(one.certificate(), folder + "/none")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("there is no file");
        Files.setPosixFilePermissions(Path.of(one.key()), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> Certificate.load(one))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("chmod 600");
    }

    private static Routes.Route route(String host, String path, Routes.Destination to, RoutePolicy policy) {
        return new Routes.Route(host, path, to, policy);
    }

    private static String plain(NettyRouter router, String method, String host, String path) throws IOException {
        return Wire.ask(
                router,
                method + " " + path + " HTTP/1.1\r\nHost: " + host
                        + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    }

    private static String secure(int port, String host, String path) throws Exception {
        try (SSLSocket socket = handshake(port, host, "TLSv1.3")) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            Backend.write(
                    socket.getOutputStream(),
                    "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            return shown.getSubjectX500Principal().getName() + " "
                    + new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static SSLSocket handshake(int port, String host, String protocol) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Credulous()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(120_000);
        socket.setEnabledProtocols(new String[] {protocol});
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private PemPair pair(String name) throws Exception {
        return SelfSigned.pair(folder, name);
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
