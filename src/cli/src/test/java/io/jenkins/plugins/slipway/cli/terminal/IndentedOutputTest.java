package io.jenkins.plugins.slipway.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class IndentedOutputTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void each_line_is_set_in_however_the_text_is_cut_into_pieces() {
        IndentedOutput indented = new IndentedOutput(new PrintStream(out, true, UTF_8), "> ", 100);
        for (String piece : new String[] {"on", "e\n", "two\nthr", "ee"}) {
            indented.write(piece.getBytes(UTF_8), 0, piece.length());
        }
        indented.endLine();
        assertThat(out.toString(UTF_8).lines()).containsExactly("> one", "> two", "> three");
    }

    @Test
    void a_flood_is_cut_and_that_is_said_once() {
        IndentedOutput indented = new IndentedOutput(new PrintStream(out, true, UTF_8), "> ", 4);
        indented.write("one\ntwo\n".getBytes(UTF_8), 0, 8);
        indented.write("three\n".getBytes(UTF_8), 0, 6);
        assertThat(out.toString(UTF_8).lines())
                .containsExactly("> one", "More output follows; it is not shown here, but in the log.");
    }

    @Test
    void nothing_that_somebody_says_leaves_its_margin_or_moves_the_cursor() {
        IndentedOutput indented = new IndentedOutput(new PrintStream(out, true, UTF_8), "> ", 1000);
        byte[] said = "10 %\rRelease 7 is live\u001b[1A\u001b[2K\u001b[31mred\nfree\u0007\b".getBytes(UTF_8);
        for (byte one : said) {
            indented.write(new byte[] {one}, 0, 1);
        }
        indented.endLine();
        assertThat(out.toString(UTF_8).lines())
                .containsExactly("> 10 %", "> Release 7 is live\\u001b[1A\\u001b[2Kred", "> free\\u0007\\u0008");
    }
}
