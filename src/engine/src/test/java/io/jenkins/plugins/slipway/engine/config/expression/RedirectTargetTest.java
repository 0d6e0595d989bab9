package io.jenkins.plugins.slipway.engine.config.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a redirect leads is the project's to say, not the client's. */
class RedirectTargetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript://x", "data:text/html,x", "//evil.example/", "/\\evil.example", "https:evil", "https:///x",
                        "https://$1", "https://\\1/x",
                "https://$1.example.com/", "https://me@host/", "https://host:port/", "ftp://x/", "new/path", "",
                        "https://", "/a\r\nSet-Cookie: a=b",
                "/a\tb", "https://a b/", "https://ho\\st/"
            })
    void what_is_no_address_of_the_web_with_a_fixed_host_is_refused(String to) {
        assertThatThrownBy(() -> RedirectTarget.of(to).check(Expression.of("()")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/new, /a/b, /new/a/b?q",
        "/, /a, /a?q",
        "/x?y=1#z, /a, /x/a?y=1#z",
        "/x#z, /a, /x/a?q#z",
        "https://h.example, .evil.example/, https://h.example/.evil.example/?q",
        "https://h.example, @evil.example, https://h.example/@evil.example?q",
        "https://h.example:8443/p/, a b, https://h.example:8443/p/a%20b?q",
        "/größe, /é, /gr%C3%B6%C3%9Fe/%C3%A9?q",
    })
    void what_a_path_is_longer_by_stays_in_the_path(String to, String below, String address) {
        assertThat(RedirectTarget.of(to).below(below, "?q")).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        "$1, /evil.example",
        "/$1, /evil.example",
        "\\1, /evil.example",
        "https://h.example$1, https://h.example/evil.example",
        "https://h.example/$1/x, https://h.example/evil.example/x",
        "/s?q=$1&r=1, /s?q=evil.example&r=1",
        "/${host}/$host, /evil.example/evil.example",
        "/$$1/$9x$, /$evil.example/$9x$",
    })
    void what_a_group_found_stays_where_it_was_put(String to, String address) {
        Expression.Found found = Expression.of("^/dir/(?P<host>.*)$").find("/dir/evil.example");

        assertThat(RedirectTarget.of(to).filled(found, "")).isEqualTo(address);
    }

    @Test
    void a_value_in_a_query_ends_nothing() {
        Expression.Found found = Expression.of("^/(.*)$").find("/a&b=c#d?e");

        assertThat(RedirectTarget.of("/s?q=$1").filled(found, "")).isEqualTo("/s?q=a%26b%3Dc%23d%3Fe");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void no_path_leads_to_another_host(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] pieces = {
            "/",
            "//",
            "evil.example",
            "@",
            ":",
            "\\",
            "https:",
            "http://",
            "?",
            "#",
            "%",
            ".",
            "..",
            " ",
            "\t",
            "é",
            ";",
            "&",
            "javascript:"
        };
        String[] targets = {
            "/",
            "/x",
            "/x/",
            "$1",
            "/$1",
            "/x$1",
            "https://h.example",
            "https://h.example/",
            "https://h.example$1",
            "https://h.example/x?y=$1"
        };
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder("/dir/");
            for (int n = random.nextInt(8); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String to = targets[random.nextInt(targets.length)];
            RedirectTarget target = RedirectTarget.of(to);
            Expression.Found found = Expression.of("(?s)^/dir(.*)$").find(text.toString());
            for (String address :
                    new String[] {target.below(text.substring(random.nextInt(5, 6)), ""), target.filled(found, "")}) {
                URI there = URI.create("https://shop.example/dir/").resolve(URI.create(address));
                assertThat(there.getRawAuthority())
                        .as(to + " of " + text + " is " + address)
                        .isEqualTo(to.contains("h.example") ? "h.example" : "shop.example");
                assertThat(there.getScheme()).isEqualTo("https");
                assertThat(address)
                        .matches("(https://h\\.example)?/([^/\\\\].*)?")
                        .matches("[!-~]*");
            }
        }
    }
}
