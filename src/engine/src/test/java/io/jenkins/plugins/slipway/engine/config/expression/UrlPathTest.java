package io.jenkins.plugins.slipway.engine.config.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One path, one value, whatever the spelling. */
class UrlPathTest {
    private static final String[] PIECES = {
        "/",
        "/",
        "/",
        "//",
        ".",
        "..",
        "/.",
        "/..",
        "/../",
        "%2e",
        "%2E",
        "%2f",
        "%2F",
        "%5c",
        "%00",
        "%",
        "%z1",
        "%2",
        "a",
        "b",
        "secret",
        "x.css",
        "%61",
        "%73ecret",
        ";",
        ";x",
        "%3b",
        "%3B",
        "..;",
        "+",
        "%20",
        "%C3%A9",
        "%c3",
        "%C0%AF",
        "%ED%A0%80",
        "~",
        "%7e",
        "é",
        "\\",
        "?",
        "#",
        "%252f",
        "%25",
        "%7F",
        "%C2%85",
        ":",
        "@",
        "[",
        "|",
        "'",
        "(",
        "!",
        "$",
        "&",
        "=",
        ",",
        "*"
    };

    @ParameterizedTest
    @CsvSource({
        "/, /, /",
        "/a/b, /a/b, /a/b",
        "//a///b//, /a/b/, /a/b/",
        "/a/./b/../c, /a/c, /a/c",
        "/a/., /a/, /a/",
        "/a/.., /, /",
        "/%61%2Eb, /a.b, /a.b",
        "/a/%2e%2E/b, /b, /b",
        "/caf%c3%a9, /café, /caf%C3%A9",
        "/a%20b, /a b, /a%20b",
        "/a+b, /a+b, /a+b",
        "/%252fsecret, /%2fsecret, /%252fsecret",
        "/a;b%3bc, /a;b;c, /a;b%3Bc",
        "/a|b, /a|b, /a%7Cb",
        "/.well-known/x, /.well-known/x, /.well-known/x",
        "/..., /..., /...",
        "/a%2Fb, /a/b, /a%2Fb",
    })
    void it_has_one_normal_form(String raw, String text, String written) throws UrlPath.MalformedException {
        UrlPath path = UrlPath.of(raw);

        assertThat(path.text()).isEqualTo(text);
        assertThat(path.written()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "/%00",
                "/%zz",
                "/%",
                "/%4",
                "/a%2",
                "/..",
                "/a/../..",
                "/%2e%2e/x",
                "/a/../../b",
                "/\\x",
                "/a%5cb",
                "/%5C",
                "/a b",
                "/é",
                "/%0a",
                "/%0D",
                "/%09",
                "/%7f",
                "/%C2%85",
                "/%c0%af",
                "/%e0%80%af",
                "/%ff",
                "/%ed%a0%80",
                "/%c3",
                "/a#b",
                "/a?b",
                "/..;/x",
                "/a/..;x/b",
                "/.;/x",
                "/%2e%2e;/x",
                "/..%3b/x",
                "/a%2f..%2fb",
                "/%2f/x",
                "/a%2f%2fb",
                "/a/%2e%2e%2fb",
                "/a/%2f",
                "/a%2f"
            })
    void what_could_be_read_in_several_ways_has_none(String raw) throws UrlPath.MalformedException {
        assertThatThrownBy(() -> UrlPath.of(raw)).isInstanceOf(UrlPath.MalformedException.class);
    }

    @Test
    void its_length_and_depth_are_bounded() throws UrlPath.MalformedException {
        assertThat(UrlPath.of("/a".repeat(UrlPath.MOST_PARTS)).text()).hasSize(2 * UrlPath.MOST_PARTS);
        assertThatThrownBy(() -> UrlPath.of("/a".repeat(UrlPath.MOST_PARTS + 1)))
                .hasMessageContaining("parts");
        assertThatThrownBy(() -> UrlPath.of("/" + "a".repeat(UrlPath.LONGEST)))
                .matches(e -> ((UrlPath.MalformedException) e).tooLong());
    }

    @Test
    void an_encoded_slash_is_told_from_one_that_parts() throws UrlPath.MalformedException {
        UrlPath path = UrlPath.of("/@scope%2fname/x");

        assertThat(path.hidesSlash()).isTrue();
        assertThat(path.parted()).isEqualTo("/@scope\0name/x");
        assertThat(UrlPath.of("/@scope/name").hidesSlash()).isFalse();
    }

    @Test
    void configuration_may_write_it_as_people_read_it() throws UrlPath.MalformedException {
        assertThat(UrlPath.configured("grüße an/alle 😀/").written())
                .isEqualTo("/gr%C3%BC%C3%9Fe%20an/alle%20%F0%9F%98%80/");
        assertThat(UrlPath.configured("/100%25").text()).isEqualTo("/100%");
        assertThatThrownBy(() -> UrlPath.configured("/100%")).isInstanceOf(UrlPath.MalformedException.class);
        assertThatThrownBy(() -> UrlPath.configured("/a%2Fb")).isInstanceOf(UrlPath.MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_slow_reader_that_knows_nothing_of_it_comes_to_the_same(long seed) throws UrlPath.MalformedException {
        SplittableRandom random = new SplittableRandom(seed);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder raw = new StringBuilder("/");
            for (int pieces = random.nextInt(9); pieces > 0; pieces--) {
                raw.append(PIECES[random.nextInt(PIECES.length)]);
            }
            UrlPath path;
            try {
                path = UrlPath.of(raw.toString());
            } catch (UrlPath.MalformedException e) {
                continue;
            }
            taken++;
            assertThat(path.text()).as(raw.toString()).isEqualTo(slowly(raw.toString()));
            assertThat(path.written())
                    .as(raw.toString())
                    .matches("(/|(/([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2})+)+/?)");
            UrlPath again = UrlPath.of(path.written());
            assertThat(again.written()).as(raw.toString()).isEqualTo(path.written());
            assertThat(again.text()).as(raw.toString()).isEqualTo(path.text());
        }
        assertThat(taken).isGreaterThan(2_000);
    }

    /** RFC 3986, section 5.2.4, over the decoded text: what an application sees that decodes first. */
    private static String slowly(String raw) {
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes[length++] = (byte) Integer.parseInt(raw.substring(i + 1, i + 3), 16);
                i += 2;
            } else {
                bytes[length++] = (byte) raw.charAt(i);
            }
        }
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        List<String> names = new ArrayList<>();
        String[] parts = text.split("/", -1);
        for (String part : parts) {
            if (part.equals("..")) {
                names.remove(names.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".")) {
                names.add(part);
            }
        }
        String last = parts[parts.length - 1];
        boolean folder = last.isEmpty() || last.equals(".") || last.equals("..");
        return names.isEmpty() ? "/" : "/" + String.join("/", names) + (folder ? "/" : "");
    }
}
