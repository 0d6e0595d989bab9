package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://{default}/",
                "http://{default}",
                "https://{all}/",
                "https://www.{default}/a/b-c/%C3%A9/",
                "https://a_b.example.com/x/",
                "https://*.example.com/",
                "http://example.com./",
                "https://müller.example/"
            })
    void a_route_has_an_address_that_requests_can_have(String address) {
        // A name with other letters than ASCII's is asked for in its other form, xn--…
        assertThat(Addresses.wrongRoute(address).isEmpty()).isEqualTo(!address.contains("ü"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "{default}",
                "{default}/",
                "javascript://{default}/%0aalert(1)",
                "JavaScript:alert(1)",
                "ftp://{default}/",
                "ws://{default}/",
                "file:///etc/passwd",
                "data:text/html,x",
                "HTTPS://{default}/",
                "https:/{default}/",
                "https:///",
                "https://",
                "https://user@{default}/",
                "https://user:secret@{default}/",
                "https://{default}:8080/",
                "https://{default}:99999/",
                "https://{default}:0/",
                "https://[::1]/",
                "https://{default}/?a=b",
                "https://{default}/#top",
                "https://{default}/a b/",
                "https://{default} /",
                " https://{default}/",
                "https://{default}/\r\nX: y",
                "https://{default}/\n",
                "https://{default}/\t",
                "https://{default}/\u0000",
                "https://{default}/\u0085",
                "https://{default}/\u00a0\u2028",
                "https://{default}\\@evil.com/",
                "https://{default}/\\evil",
                "https://{default}/%zz/",
                "https://{default}/%",
                "https://{default}//a/",
                "https://{default}/a/../b",
                "https://{default}/./",
                "https://{other}/",
                "https://{default}{default}/",
                "https://{default}.com/",
                "https://-a.com/",
                "https://a..b/",
                "https://.a/",
                "https://staging-${PROJECT}.example.com",
                "https://<a>/"
            })
    void anything_else_is_no_address_of_a_route(String address) throws IOException {
        assertThat(Addresses.wrongRoute(address)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://{default}/",
                "/new/",
                "/",
                "http://example.com:8080/a?b=c&d=%20#e",
                "https://www.{default}:443",
                "https://{default}/$1",
                "/$1"
            })
    void a_redirect_leads_to_an_address_or_a_path(String address) {
        assertThat(Addresses.wrongDestination(address, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "new",
                "//evil.com/",
                "/\\evil.com",
                "\\\\evil.com",
                "javascript:alert(1)",
                "javascript://{default}/",
                "data:,x",
                "https://$1/",
                "https://$1.{default}/",
                "$1",
                "https://user@{default}/",
                "https://a:b@{default}/",
                "https://{default}:0/",
                "https://{default}:65536/",
                "https://{default}:/",
                "https://{default}:http/",
                "https:///a",
                "https://?a",
                "https://{default}/\r\nSet-Cookie: a=b",
                "/a\nb",
                "/a\tb",
                "/a b",
                "/%",
                "https://{default}/\u007f",
                "https://{default}/<a>"
            })
    void a_redirect_leads_nowhere_else(String address) {
        assertThat(Addresses.wrongDestination(address, true)).isPresent();
    }

    /** Whatever an address is mixed of, what passes can stand in a header and in a request line. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void no_mixture_passes_that_could_break_out_of_its_line(long seed) {
        String[] parts = {
            "https://",
            "http://",
            "javascript:",
            "{default}",
            "a.b",
            "/",
            "//",
            "\\",
            "@",
            ":80",
            "?",
            "#",
            "%41",
            "%",
            "\r",
            "\n",
            "\u0000",
            " ",
            "\u2028",
            "$1",
            "..",
            "/../",
            "<",
            "\"",
            "*",
            "[::1]"
        };
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "" : "https://{default}/");
            for (int left = random.nextInt(5); left >= 0; left--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String address = text.toString();
            if (Addresses.wrongRoute(address).isEmpty()) {
                assertThat(address)
                        .matches("https?://[^/@\\\\:?#\\s\\p{Cntrl}]+(/[^\\\\?#\\s\\p{Cntrl}]*)?")
                        .doesNotContain("/../", "///");
            }
            if (Addresses.wrongDestination(address, true).isEmpty()) {
                assertThat(address).matches("(https?://[^/?#@\\\\$]+([/?#]\\S*)?|/([^/\\\\]\\S*)?)");
            }
        }
    }

    @Test
    void a_wrong_address_is_refused_where_it_stands() throws IOException {
        Repository project = new Repository(folder).with(".upsun/config.yaml", """
                applications: { app: { type: nodejs:20 } }
                routes:
                  javascript://{default}/:
                    type: redirect
                    to: //evil.com/
                  https://{default}/:
                    type: upstream
                    upstream: app:http
                    redirects:
                      paths:
                        /a: { to: "https://b\\r\\nX: y" }
                """);
        assertThat(project.problems())
                .satisfiesExactly(
                        route -> assertThat(route).contains(":3:3 ", "does not start with http:// or https://"),
                        to -> assertThat(to).contains(":5:9 ", "/to: ", "leads to another host"),
                        path -> assertThat(path).contains(":11:19 ", "has a space or a control character"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "headers: { X-A: \"a\\r\\nSet-Cookie: b\" }",
                "headers: { X-A: \"a\\nb\" }",
                "headers: { X-A: \"a\\0b\" }",
                "headers: { X-A: \"a\\n\" }",
                "headers: { X-A: \"\\x7f\" }",
                "headers: { \"X A\": a }",
                "headers: { \"X-A:\": a }",
                "headers: { \"X-A\\r\\nB\": a }",
                "headers: { \"\": a }",
                "headers: { \"Ä\": a }",
                "rules: { x: { headers: { X-A: \"a\\rb\" } } }",
                "rules: { x: { headers: { \"a b\": c } } }",
                "passthru: \"/a\\r\\nb\"",
                "root: \"a\\0b\"",
                "index: [\"a\\nb\"]"
            })
    void a_header_is_one_line_with_the_name_of_a_header(String line) throws IOException {
        Repository project = new Repository(folder)
                .with(
                        ".upsun/config.yaml",
                        "applications: { app: { type: nodejs:20, web: { locations: { /: { " + line + " } } } } }\n");
        assertThat(project.problems())
                .singleElement()
                .asString()
                .doesNotContain("warning")
                .contains("/web/locations/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app\\n", "app\\r\\n", "a/b", "-a", "a b", "ä"})
    void a_name_is_plain_to_its_very_end(String name) throws IOException {
        Repository project = new Repository(folder)
                .with(".upsun/config.yaml", "applications: { \"" + name + "\": { type: nodejs:20 } }\n");
        assertThat(project.problems()).singleElement().asString().contains("is not a name of letters");
    }
}
