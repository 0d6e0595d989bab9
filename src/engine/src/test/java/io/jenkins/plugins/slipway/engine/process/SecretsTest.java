package io.jenkins.plugins.slipway.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static Secrets hidden(String value) {
        return Secrets.of(Map.of("TOKEN", value), Map.of("NAME", "ada"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_secret_is_left_out_however_it_comes_in_pieces(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            String secret = "s3cret" + text(random, 3 + random.nextInt(10)).replaceAll("[\\s*]", "x");
            String before = text(random, random.nextInt(60));
            int piece = 1 + random.nextInt(5);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            SecretMask mask = hidden(secret).masking(out::write);
            byte[] text = (before + secret + "end").getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < text.length; at += piece) {
                mask.write(text, at, Math.min(piece, text.length - at));
            }
            mask.flush();

            assertThat(out.toByteArray())
                    .as("round %d: ‘%s’ after ‘%s’ in pieces of %d", round, secret, before, piece)
                    .isEqualTo((before + "****end").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Letters of the secret's own, of other alphabets, and those that mean something elsewhere. */
    private static String text(Random random, int length) {
        String letters = "s3cret\n\t \\\"'%&+<>*=aZ0\u00e4\u4e2d\ud83d\ude00\u0001";
        int[] points = letters.codePoints().toArray();
        return random.ints(length, 0, points.length)
                .map(at -> points[at])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void what_only_begins_like_a_secret_is_passed_on_at_the_end() {
        assertThat(hidden("hunter22").mask("hunter2")).isEqualTo("hunter2");
        assertThat(hidden("aab").mask("aaab aaa")).isEqualTo("a**** aaa");
    }

    @Test
    void of_two_secrets_that_begin_alike_the_longer_one_goes_whole() {
        Secrets secrets = Secrets.of(Map.of("A", "pass", "B", "password"), Map.of());

        assertThat(secrets.mask("password pass passw")).isEqualTo("**** **** ****w");
    }

    @Test
    void a_secret_is_found_in_json_in_addresses_in_base64_and_line_by_line() {
        Secrets secrets = hidden("first line\nsecond \"line\" & more");

        assertThat(secrets.mask("{\"a\":\"first line\\nsecond \\\"line\\\" & more\"}"))
                .isEqualTo("{\"a\":\"****\"}");
        assertThat(secrets.mask("x\nsecond \"line\" & more\ny")).isEqualTo("x\n****\ny");
        assertThat(hidden("a b&c").mask("?q=a+b%26c&r=a%20b%26c")).isEqualTo("?q=****&r=****");
        assertThat(hidden("hunter2").mask("aHVudGVyMg==")).isEqualTo("****");
    }

    @Test
    void only_what_is_secret_is_left_out_and_both_are_variables() {
        Secrets secrets = hidden("hunter2");

        assertThat(secrets.mask("ada has hunter2")).isEqualTo("ada has ****");
        assertThat(secrets.variables()).containsEntry("TOKEN", "hunter2").containsEntry("NAME", "ada");
        assertThat(secrets).hasToString("Secrets[NAME, TOKEN]");
    }

    @Test
    void a_variable_that_means_something_else_is_refused() {
        for (String name : new String[] {"PATH", "SLIPWAY_URL", "PLATFORM_ROUTES", "LD_PRELOAD", "1A", "A-B", ""}) {
            assertThatThrownBy(() -> Secrets.of(Map.of(name, "x"), Map.of()))
                    .as(name)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("‘" + name + "’");
        }
    }
}
