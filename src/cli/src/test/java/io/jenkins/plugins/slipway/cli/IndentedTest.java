package io.jenkins.plugins.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class IndentedTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void each_line_is_set_in_however_the_text_is_cut_into_pieces() {
        Indented indented = new Indented(new PrintStream(out, true, UTF_8), "> ", 100);
        for (String piece : new String[] {"on", "e\n", "two\nthr", "ee"}) {
            indented.write(piece.getBytes(UTF_8), 0, piece.length());
        }
        indented.endLine();
        assertThat(out.toString(UTF_8).lines()).containsExactly("> one", "> two", "> three");
    }

    @Test
    void a_flood_is_cut_and_that_is_said_once() {
        Indented indented = new Indented(new PrintStream(out, true, UTF_8), "> ", 4);
        indented.write("one\ntwo\n".getBytes(UTF_8), 0, 8);
        indented.write("three\n".getBytes(UTF_8), 0, 6);
        assertThat(out.toString(UTF_8).lines())
                .containsExactly("> one", "More output follows; it is not shown here, but in the log.");
    }
}
