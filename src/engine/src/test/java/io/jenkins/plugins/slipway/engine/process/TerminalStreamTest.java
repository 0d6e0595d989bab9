package io.jenkins.plugins.slipway.engine.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalStreamTest {
    @Test
    void text_passes_as_it_is() throws Exception {
        assertThat(shown("tab\there\nçà 漢字 🚢 👩‍🚀\n", false)).isEqualTo("tab\there\nçà 漢字 🚢 👩‍🚀\n");
    }

    @Test
    void what_a_terminal_would_obey_is_shown_as_its_number() throws Exception {
        assertThat(shown("\u001b]52;c;ZXZpbA==\u0007", true)).isEqualTo("\\u001b]52;c;ZXZpbA==\\u0007");
        assertThat(shown("\u001b[2J\u001b[1;1H\u001bc", true)).isEqualTo("\\u001b[2J\\u001b[1;1H\\u001bc");
        assertThat(shown("\u009b2J \u0085 \u007f \b\b \0", true))
                .isEqualTo("\\u009b2J \\u0085 \\u007f \\u0008\\u0008 \\u0000");
        assertThat(shown("a\u202eb\u2066c\u200f\u2028", true)).isEqualTo("a\\u202eb\\u2066c\\u200f\\u2028");
        assertThat(shown("\u001b", true)).isEqualTo("\\u001b");
        assertThat(shown("\u001b[31", true)).isEqualTo("\\u001b[31");
    }

    @Test
    void eight_bit_controls_and_broken_characters_are_no_characters() throws Exception {
        assertThat(shown(new byte[] {'a', (byte) 0x9b, '2', 'J', (byte) 0xc3, 'b', (byte) 0xff}, false, 9))
                .isEqualTo("a\ufffd2J\ufffdb\ufffd");
        // The longer form of a control character is no form of it.
        assertThat(shown(new byte[] {(byte) 0xc0, (byte) 0x9b, (byte) 0xe0, (byte) 0x80, (byte) 0x9b}, false, 9))
                .doesNotContain("\u001b");
    }

    @Test
    void a_carriage_return_ends_a_line_and_overwrites_none() throws Exception {
        assertThat(shown("10 %\r20 %\r\ndone\r", false)).isEqualTo("10 %\n20 %\ndone\n");
    }

    @Test
    void colours_end_with_their_line_and_pass_only_where_they_are_wanted() throws Exception {
        String red = "\u001b[1;31mred\nplain\u001b[0m\n";

        assertThat(shown(red, true)).isEqualTo("\u001b[1;31mred\u001b[0m\nplain\u001b[0m\u001b[0m\n");
        assertThat(shown(red, false)).isEqualTo("red\nplain\n");
        // Concealed, blinking, reversed, or with a background of its own.
        assertThat(shown("\u001b[8mx\u001b[5my\u001b[7mz\u001b[41mw\n", true)).isEqualTo("xyzw\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatever_comes_in_whatever_pieces_nothing_that_acts_comes_out(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> pieces = List.of(
                "\u001b", "[", "]", "0", "31", ";", "m", "\r", "\n", "a", "é", "\u0007", "\u009b", "\u202e", "🚢",
                "?25l");
        for (int round = 0; round < 300; round++) {
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            for (int i = random.nextInt(40); i >= 0; i--) {
                if (random.nextInt(5) == 0) {
                    raw.write(random.nextInt(256));
                } else {
                    raw.writeBytes(pieces.get(random.nextInt(pieces.size())).getBytes(UTF_8));
                }
            }
            boolean colours = random.nextBoolean();

            String out = shown(raw.toByteArray(), colours, 1 + random.nextInt(5));

            assertThat(out).isEqualTo(shown(raw.toByteArray(), colours, raw.size()));
            String rest = colours ? out.replaceAll("\u001b\\[[0-9;]*m", "") : out;
            assertThat(rest.codePoints())
                    .as(raw.toString(ISO_8859_1))
                    .noneMatch(c -> c != '\n' && c != '\t' && Character.isISOControl(c) || c == 0x202e);
        }
    }

    private static String shown(String text, boolean colours) throws IOException {
        return shown(text.getBytes(UTF_8), colours, 1000);
    }

    private static String shown(byte[] bytes, boolean colours, int piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TerminalStream stream = new TerminalStream(out, colours)) {
            for (int i = 0; i < bytes.length; i += piece) {
                stream.write(bytes, i, Math.min(piece, bytes.length - i));
                stream.flush();
            }
        }
        return out.toString(UTF_8);
    }
}
